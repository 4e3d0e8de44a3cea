/** Words of feeling: brightness decides between major and minor, energy moves the tempo within the genre's range. */
export const MOODS: { words: string[]; brightness: number; energy: number }[] = [
  {
    words: ['happy', 'joyful', 'joy', 'cheerful', 'sunny', 'fun', 'playful', 'celebration', '快乐', '开心'],
    brightness: 2,
    energy: 1,
  },
  {
    words: ['uplifting', 'hopeful', 'hope', 'inspiring', 'triumphant', 'victory', 'proud', 'heroic'],
    brightness: 2,
    energy: 0.5,
  },
  {
    words: ['bright', 'summer', 'spring', 'sunshine', 'sunrise', 'morning', 'beach', 'wedding'],
    brightness: 1,
    energy: 0.3,
  },
  { words: ['love', 'romantic', 'warm', 'tender', 'sweet', 'gentle', 'lullaby'], brightness: 1, energy: -0.7 },
  {
    words: ['calm', 'peaceful', 'relaxing', 'serene', 'soft', 'quiet', 'slow', 'sleepy', 'soothing', 'mellow', '安静'],
    brightness: 0,
    energy: -1.5,
  },
  {
    words: [
      'sad',
      'sorrow',
      'grief',
      'crying',
      'tears',
      'heartbreak',
      'heartbroken',
      'lonely',
      'tragic',
      '悲伤',
      '伤感',
    ],
    brightness: -2,
    energy: -1,
  },
  {
    words: ['melancholic', 'melancholy', 'wistful', 'bittersweet', 'rain', 'rainy', 'autumn', 'goodbye'],
    brightness: -1,
    energy: -0.7,
  },
  {
    words: ['dark', 'haunting', 'eerie', 'gothic', 'night', 'midnight', 'mysterious', 'mystery', 'ghost'],
    brightness: -2,
    energy: 0,
  },
  {
    words: ['angry', 'aggressive', 'rage', 'furious', 'battle', 'war', 'intense', 'brutal'],
    brightness: -2,
    energy: 1.5,
  },
  {
    words: ['scary', 'horror', 'tense', 'suspense', 'thriller', 'ominous', 'menacing', 'evil'],
    brightness: -2,
    energy: 0.3,
  },
  {
    words: ['energetic', 'fast', 'upbeat', 'driving', 'powerful', 'wild', 'hype', 'workout', 'running'],
    brightness: 0,
    energy: 1.5,
  },
  { words: ['epic', 'dramatic', 'party', 'dance'], brightness: 0, energy: 0.7 },
]
