// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** What a descriptor is, as far as transfers care. */
public enum DescriptorKind {
  /** A TCP stream socket. */
  TCP,
  /** A Unix-domain stream socket. */
  LOCAL_STREAM,
  /** One end of an anonymous pipe. */
  PIPE,
  /** A socket that accepts. */
  LISTENER,
  /** The descriptor of another poller: readable when that one has events; armed for one event. */
  POLLER
}
