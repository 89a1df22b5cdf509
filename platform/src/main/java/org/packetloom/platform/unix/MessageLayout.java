// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/**
 * Where the members of {@code struct msghdr} and {@code struct cmsghdr} are.
 *
 * <p>The members up to msg_iovlen are where they are everywhere. Counts and lengths are written and
 * read as ints, in memory that was zero before: where the header has them as 64 bits, the upper
 * half stays zero, as the systems are little-endian.
 *
 * @param header bytes of a struct msghdr
 * @param flags where msg_flags is
 * @param element bytes of a struct msghdr and the count that follows in {@code struct mmsghdr}
 * @param count where that count is
 * @param level where cmsg_level is, and cmsg_type four bytes behind; cmsg_len is at 0
 * @param data where the data of a control message begins: CMSG_LEN(0)
 * @param alignment of control messages, and of what follows their data
 */
public record MessageLayout(
    int header, int flags, int element, int count, int level, int data, int alignment) {
  static final int NAME = 0;
  static final int NAME_LENGTH = 8;
  static final int VECTOR = 16;
  static final int VECTOR_LENGTH = 24;
  static final int CONTROL = 32;
  static final int CONTROL_LENGTH = 40;

  /** Where cmsg_type is. */
  public int type() {
    return level + Integer.BYTES;
  }

  /** Bytes that a control message takes with its header and what is left free: CMSG_SPACE. */
  public int space(int dataBytes) {
    return data + align(dataBytes);
  }

  /** A number of bytes, up to the next one that is aligned. */
  public int align(int bytes) {
    return bytes + alignment - 1 & -alignment;
  }
}
