import { IsNumber, IsOptional, Max, Min } from 'class-validator';
import { Line } from './text-rules.js';

/** Longest name and address; the platform names no limit. */
const PLACE_LIMIT = 1_000;

export class LocationDto {
  @IsNumber()
  @Min(-90)
  @Max(90)
  latitude: number;

  @IsNumber()
  @Min(-180)
  @Max(180)
  longitude: number;

  @IsOptional()
  @Line(PLACE_LIMIT)
  name?: string;

  @IsOptional()
  @Line(PLACE_LIMIT)
  address?: string;
}
