// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * Something that not every system, kernel or configuration can do.
 *
 * <p>Ask {@link Packetloom#probe()} for the reason and the remedy of one that is missing.
 */
public enum Capability {
  /** Connectors of the schemes {@code tcp}, {@code tcp4}. */
  TCP4,
  /** Connectors of the scheme {@code tcp6}: the system has IPv6. */
  TCP6,
  /** Connectors of the schemes {@code udp}, {@code udp4}. */
  UDP4,
  /** Connectors of the scheme {@code udp6}: the system has IPv6. */
  UDP6,
  /**
   * The kernel cuts entries of a {@link DatagramBatch} into datagrams; else it is done for it. Like
   * datagrams of a batch go to it as one message then, unless the system property {@code
   * packetloom.segments} is {@code asked}.
   */
  UDP_SEGMENTS,
  /** {@link DatagramConnector#receiveOffload(boolean)}. */
  UDP_RECEIVE_OFFLOAD,
  /** Unix-domain sockets with a path. */
  LOCAL_PATH,
  /** Unix-domain sockets in the abstract namespace. */
  LOCAL_ABSTRACT,
  /** Connected pairs of Unix-domain sockets without a name. */
  LOCAL_UNNAMED,
  /** Datagrams over Unix-domain sockets. */
  LOCAL_DATAGRAM,
  /** Records over Unix-domain sockets that connect two ends. */
  LOCAL_SEQPACKET,
  /** Pipes with a name. */
  FIFO,
  /** Anonymous pipes. */
  ANON,
  /** Descriptors of others: numbers and the standard streams. */
  FD,
  /** Network interfaces whose packets a program moves, of the schemes {@code tun}, {@code tap}. */
  TUN,
  /** Reading and writing end independently: half-close. */
  HALF_CLOSE,
  /** Urgent data of TCP does not disturb the stream. */
  URGENT_DATA,
  /**
   * {@link org.packetloom.event.Signals} of {@code INT}, {@code TERM}, {@code HUP}, {@code USR1}.
   */
  SIGNALS,
  /** {@link org.packetloom.event.Signals} of {@code QUIT}. */
  SIGNAL_QUIT,
  /** {@link org.packetloom.event.Signals} of {@code USR2}. */
  SIGNAL_USR2,
  /** Virtual threads run on carriers that poll by themselves. */
  LOOP_ENGINE,
  /**
   * System calls that are made often enter the kernel without the C library. Nothing but speed
   * depends on it; the system property {@code packetloom.systemcalls}, set to {@code library},
   * turns it off.
   */
  DIRECT_SYSTEM_CALLS
}
