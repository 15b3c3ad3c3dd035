// The generator of types needs the JavaScript interface of TypeScript 5, which later versions do not have.
import { register } from 'node:module';

register('data:text/javascript,' + encodeURIComponent(
  'export const resolve = (name, context, next) => next(name === "typescript" ? "typescript-5" : name, context);'));
