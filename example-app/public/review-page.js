import { mountReview } from './review.js';

mountReview(document.querySelector('#review'));
