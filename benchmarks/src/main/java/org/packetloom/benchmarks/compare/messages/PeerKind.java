// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.Optional;
import java.util.OptionalLong;
import org.packetloom.message.LinkConditions;

/** A message layer in one of its forms. */
public interface PeerKind {
  /** What a connection is wanted for. */
  enum Need {
    /** It must find out by itself how much the link carries. */
    SELF_TUNED,
    /** Nothing shall hold it up: there is no link. */
    UNLIMITED
  }

  /** As in {@code --peers}. */
  String name();

  /** Whether it has all that a setting asks for. */
  default boolean canDo(Setting setting) {
    return true;
  }

  /** Bytes that all its connections take, if they are not on Java's heap. */
  default OptionalLong allocatedBytes() {
    return OptionalLong.empty();
  }

  /** A server, for those who are not connected; empty if there is no handshake. */
  default Optional<Strangers> strangers() {
    return Optional.empty();
  }

  /**
   * A connection that is up at {@link Session#START}.
   *
   * @param need what for
   * @param link what its datagrams will go over
   */
  Pair open(Need need, LinkConditions link);
}
