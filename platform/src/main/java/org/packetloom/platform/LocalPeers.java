// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * Asks the system who is at the other end of a connected Unix-domain socket.
 *
 * <p>None of these calls waits. All return the negated error number on failure. Safe for use by any
 * thread; the caller sees to it that the descriptor is not closed meanwhile.
 */
public interface LocalPeers {
  /** The most groups of a process. */
  int MOST_GROUPS = 65_536;

  /** Result: the system does not know this. */
  int UNSUPPORTED = Integer.MIN_VALUE + 1;

  /**
   * The process, its user and its group.
   *
   * @param descriptor a connected socket
   * @param into its first element receives the answer
   * @return 0
   */
  int credentials(int descriptor, Attachments.Sender[] into);

  /**
   * All other groups of the process.
   *
   * @param descriptor a connected socket
   * @param into receives their unsigned numbers; with room for {@link #MOST_GROUPS}
   * @return how many there are
   */
  int groups(int descriptor, int[] into);

  /**
   * Opens a hold on the process.
   *
   * @param descriptor a connected socket
   * @return a descriptor, close-on-exec, which is readable once the process has ended; {@link
   *     #UNSUPPORTED}
   */
  int process(int descriptor);
}
