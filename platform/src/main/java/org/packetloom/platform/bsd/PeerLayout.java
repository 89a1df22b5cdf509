// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

/**
 * How a system tells who is at the other end of a Unix-domain socket: by an option whose value is a
 * {@code struct xucred}.
 *
 * @param level of the options: SOL_LOCAL
 * @param option that of the struct: LOCAL_PEERCRED
 * @param size bytes of the struct
 * @param user where cr_uid is
 * @param count where cr_ngroups is, a short; −1 if there is one group
 * @param groups where cr_groups is, the first of which is the effective one
 * @param process where cr_pid is, or −1 if an option of its own tells that
 * @param processOption that option, or −1
 */
record PeerLayout(
    int level,
    int option,
    int size,
    int user,
    int count,
    int groups,
    int process,
    int processOption) {
  /** sys/ucred.h of xnu. */
  static final PeerLayout DARWIN =
      new PeerLayout(
          DarwinConstants.SOL_LOCAL,
          DarwinConstants.LOCAL_PEERCRED,
          76,
          4,
          8,
          12,
          -1,
          DarwinConstants.LOCAL_PEERPID);

  /** sys/ucred.h of FreeBSD, whose cr_pid came with 13. */
  static final PeerLayout FREEBSD =
      new PeerLayout(
          FreeBsdConstants.SOL_LOCAL, FreeBsdConstants.LOCAL_PEERCRED, 88, 4, 8, 12, 80, -1);

  static final int MOST_GROUPS = 16; // NGROUPS, XU_NGROUPS
}
