// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.List;
import java.util.Optional;

/**
 * A process at the other end of a Unix-domain socket, as the system vouches for it.
 *
 * @param pid its number, 0 if it has none in our namespace
 * @param uid the number of its effective user
 * @param gid the number of its effective group
 * @param groups the numbers of its other groups; empty for the sender of a single message, of whom
 *     the system does not tell them
 */
public record PeerCredentials(long pid, long uid, long gid, List<Long> groups) {
  /** Copies the groups. */
  public PeerCredentials {
    groups = List.copyOf(groups);
  }

  /**
   * The process, if one of that number is there now, which may be another by then: {@link
   * LocalStreamConnector#peerProcess()} cannot be mistaken.
   *
   * @return empty if there is none
   */
  public Optional<ProcessHandle> process() {
    return pid > 0 ? ProcessHandle.of(pid) : Optional.empty();
  }
}
