// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** What a descriptor is, as far as transfers care. */
public enum DescriptorKind {
  /** A TCP stream socket. */
  TCP,
  /** A Unix-domain stream socket. */
  LOCAL_STREAM,
  /** A socket of records that connects two ends. */
  SEQPACKET,
  /** A socket of datagrams of any family. */
  DATAGRAM,
  /** A stream socket whose open file others use too: each call says by itself not to wait. */
  SHARED_SOCKET,
  /** One end of a pipe, with or without a name. */
  PIPE,
  /** A terminal, a TUN device or anything else that can be waited for. */
  DEVICE,
  /** A socket that accepts. */
  LISTENER,
  /** The descriptor of another poller: readable when that one has events; armed for one event. */
  POLLER
}
