import { DataSource } from 'typeorm';
import { loadEnvFile, readSettings } from './src/infra/config/read-settings.js';
import { dataSourceOptions } from './src/infra/database/data-source.options.js';

loadEnvFile();

/** The data source of the TypeORM command line, with the same options as the application. */
export default new DataSource(dataSourceOptions(readSettings(process.env).DB_URL));
