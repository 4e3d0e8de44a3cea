import type { Task } from '../../domain/task.ts'

/** The pair by which PiAPI knows a kind of work. */
export interface Names {
  model: string
  taskType: string
}

/** The pair a task was created with; for a task of another dialect, the one that RULINGS 18 gives its capability. */
export function namesOf(task: Pick<Task, 'dialect' | 'capability' | 'askedModel' | 'wire'>): Names {
  const { taskType } = task.wire
  if (task.dialect === 'piapi' && typeof taskType === 'string') return { model: task.askedModel, taskType }
  switch (task.capability) {
    case 'image.generate':
      return { model: 'Qubico/flux1-schnell', taskType: 'txt2img' }
    case 'image.edit':
      return { model: 'Qubico/flux1-dev', taskType: 'img2img' }
    case 'lyrics.generate':
      return { model: 'music-u', taskType: 'generate_lyrics' }
    case 'music.compose':
    case 'music.modify':
      return { model: 'music-u', taskType: 'generate_music' }
    case 'sound.generate':
      return { model: 'Qubico/mmaudio', taskType: 'video2audio' }
    case 'speech.synthesize':
      return { model: 'Qubico/tts', taskType: 'zero-shot' }
    case 'video.generate':
      return { model: 'Qubico/wanx', taskType: 'txt2video-1.3b' }
    // RULINGS 18 is silent on the rest: PiAPI's own name where it has one.
    case 'model3d.generate':
      return { model: 'Qubico/trellis', taskType: 'text-to-3d' }
    case 'audio.transcribe':
      return { model: task.askedModel, taskType: 'transcribe' }
    case 'chat.complete':
      return { model: task.askedModel, taskType: 'chat' }
  }
}

/** Qubico's models show money and modes in another way than the upstream families (RULINGS 58, 61). */
export function isQubico(names: Names): boolean {
  return names.model.startsWith('Qubico/')
}
