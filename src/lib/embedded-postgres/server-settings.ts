import { totalmem } from 'node:os'

import { socketPort } from './prepare-socket-folder.ts'

/** Given on the command line, so that they win over the files in the cluster and change with Medley's version. */
export function serverSettings(socketFolder: string, clusterName: string): Record<string, string> {
  return {
    cluster_name: clusterName,
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    port: String(socketPort),
    max_connections: '100',
    shared_buffers: `${sharedBuffersMb(memoryBytes())}MB`,
    // Durability is what Medley is for; assertDurable refuses a server without it.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // One machine: no replicas, no archive.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    // Job and task rows change often: dead ones have to go before they slow a scan down.
    autovacuum_naptime: '10s',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // Statements and the values that violate a constraint belong to clients, never into a log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_line_prefix: '',
  }
}

/**
 * A quarter of the memory, as is usual for PostgreSQL; it is taken only as it is needed. At least what the server comes with, and
 * no more than a gigabyte: the kernel keeps files in the rest. With 128 MB, reads of a million tasks took 1.7 times as long.
 */
export function sharedBuffersMb(memory: number): number {
  return Math.min(1024, Math.max(128, Math.floor(memory / 4 / 2 ** 20)))
}

/** Of this machine, or of the container that limits it. */
function memoryBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}
