import { describeHours } from './describe-day.js';

describeHours(24);
