import { describeHours } from './describe-day.js';

// The whole day takes minutes: `npm run test:day`.
describeHours(2);
