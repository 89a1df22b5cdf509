// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

/**
 * How a system tells who is at the other end of a Unix-domain socket: by a {@code struct xucred},
 * which is the same everywhere up to its groups, the first of which is the effective one.
 *
 * @param size bytes of the struct
 * @param process where cr_pid is, or −1 if an option of its own tells that
 * @param processOption that option of level SOL_LOCAL, or −1
 */
record PeerLayout(int size, int process, int processOption) {
  /** sys/ucred.h of xnu. */
  static final PeerLayout DARWIN = new PeerLayout(76, -1, DarwinConstants.LOCAL_PEERPID);

  /** sys/ucred.h of FreeBSD, whose cr_pid came with 13. */
  static final PeerLayout FREEBSD = new PeerLayout(88, 80, -1);

  static final int USER = 4; // cr_uid
  static final int COUNT = 8; // cr_ngroups, a short
  static final int GROUPS = 12; // cr_groups
  static final int MOST_GROUPS = 16; // NGROUPS, XU_NGROUPS
}
