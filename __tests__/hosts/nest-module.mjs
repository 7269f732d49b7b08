import 'reflect-metadata';
import { Module } from '@nestjs/common';

// oxlint-disable-next-line typescript/no-extraneous-class -- Nest knows a module by its class, also an empty one.
export class AppModule {}
Module({})(AppModule);
