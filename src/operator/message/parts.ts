import { Transform, type TransformFnParams, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, ValidateNested } from 'class-validator';

type ClassOf<T> = () => new () => T;

const all =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, key) =>
    decorators.forEach((decorate) => decorate(target, key));

/** One object, checked by the rules of its class. */
export const Part = (classOf: ClassOf<object>): PropertyDecorator => all(IsObject(), ValidateNested(), Type(classOf));

/** 1 to `most` objects, each checked by the rules of its class. */
export const Parts = (classOf: ClassOf<object>, most: number): PropertyDecorator =>
  all(Several(most), ValidateNested({ each: true }), Type(classOf));

/** A list of 1 to `most`; of a longer one nothing is looked at beyond what makes it too long. */
export const Several = (most: number): PropertyDecorator =>
  all(Transform(shortened(most + 1)), IsArray(), ArrayMinSize(1), ArrayMaxSize(most));

const shortened =
  (length: number) =>
  ({ value }: TransformFnParams): unknown =>
    Array.isArray(value) ? value.slice(0, length) : value;
