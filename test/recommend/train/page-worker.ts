import { answerTraining } from '../../../src/recommend/train/index.ts';

answerTraining(self, { pause: () => new Promise((resume) => setTimeout(resume)) });
