// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import org.packetloom.platform.DatagramFeature;

/**
 * Sends the entries of batches through one socket with as few passes through the kernel as can be.
 * Belongs to the socket's writer.
 *
 * <p>The kernel takes up to 64 datagrams of one size, of up to 64 KiB together, as one message, and
 * cuts it behind most of its layers (UDP_SEGMENT, Linux 4.18). So go the segments of an entry, and
 * so go entries that follow each other and differ in nothing but their bytes, of one size but for
 * the last, which may be shorter; see {@link SegmentChoice}. Where the kernel will not, each goes
 * by itself: because the kernel is older, the device cannot (EIO), or they are larger than the path
 * takes in one packet (EINVAL, since Linux 6.14 EMSGSIZE), where the usual way makes fragments. The
 * last is remembered as a size, for a while, as paths and peers differ.
 *
 * <p>A message that the kernel refuses sends nothing. So whatever a message of several entries
 * meets is what the first of them would have met, but for the refusals above; after one of those
 * the entries go by themselves at once, and if the first then fails, that is its error.
 */
final class BatchSender {
  /** UDP_MAX_SEGMENTS of kernels before 6.9, which allow 128. */
  private static final int MOST_SEGMENTS = 64;

  /** The most bytes of a UDP datagram over IPv4, before it is cut; IPv6 has 20 more. */
  private static final int MOST_BYTES = 65_507;

  /** For how many datagrams a size that was refused is not tried again. */
  private static final int PATIENCE = 50_000;

  private static final int NONE = Integer.MAX_VALUE;

  private final int descriptor;
  private final UnixCalls calls;
  private final Errno errno;
  private final int flags;
  private final boolean mayJoin;

  /** Whether the kernel cuts: 0 if not known yet, 1 or −1. */
  private int segmentation;

  /** The smallest segment that was too large for a path, and how often it was spared since. */
  private int refused = NONE;

  private int spared;

  BatchSender(int descriptor, UnixCalls calls, Errno errno) {
    this.descriptor = descriptor;
    this.calls = calls;
    this.errno = errno;
    SocketNumbers numbers = calls.system().sockets();
    this.flags = numbers.MSG_DONTWAIT() | numbers.MSG_NOSIGNAL();
    boolean isKnown = calls.system().datagrams().UDP_SEGMENT() != DatagramNumbers.NONE;
    this.mayJoin = isKnown && SegmentChoice.isAutomatic();
  }

  /** Sends some entries; how many, at least 1, or the negated error number of the first. */
  int send(BatchMemory memory, int first, int end) {
    return isSegmented(memory, first)
        ? sendSegments(memory, first)
        : sendDatagrams(memory, first, end);
  }

  private static boolean isSegmented(BatchMemory memory, int index) {
    int segment = memory.segmentSize(index);
    return segment > 0 && segment < memory.size(index);
  }

  // ---- entries of one datagram

  private int sendDatagrams(BatchMemory memory, int first, int end) {
    prepare(memory, first, end, mayJoin);
    int n = sendPrepared(memory);
    boolean isJoined = memory.endOfOutgoing(1) > first + 1;
    if (isJoined && isRefusal(n)) {
      int segment = memory.size(first);
      UnixError error = error(n);
      prepare(memory, first, end, false);
      n = sendPrepared(memory);
      if (n > 0) {
        remember(error, segment);
      }
    }
    return n > 0 ? memory.endOfOutgoing(n) - first : n;
  }

  /** Makes headers ready for entries up to one of several segments. */
  private void prepare(BatchMemory memory, int first, int end, boolean isJoining) {
    memory.prepareToSend();
    int index = first;
    while (index < end && !isSegmented(memory, index)) {
      int next = isJoining ? endOfRun(memory, index, end) : index + 1;
      memory.add(index, next, next > index + 1 ? memory.size(index) : 0);
      index = next;
    }
  }

  /** Index behind the entries that can go with one, that one included. */
  private int endOfRun(BatchMemory memory, int index, int end) {
    int size = memory.size(index);
    int next = index + 1;
    boolean isWorthLooking = size > 0 && size <= MOST_BYTES / 2 && next < end;
    if (!isWorthLooking || !canFollow(memory, index, next) || !mayCut(size)) {
      return next;
    }
    int most = Math.min(end, index + mostSegments(size));
    while (next < most && canFollow(memory, index, next)) {
      next++;
      if (memory.size(next - 1) < size) {
        break;
      }
    }
    return next;
  }

  private static boolean canFollow(BatchMemory memory, int index, int next) {
    int size = memory.size(next);
    return size > 0 && size <= memory.size(index) && memory.isAlike(index, next);
  }

  private int sendPrepared(BatchMemory memory) {
    int n;
    do {
      n =
          calls
              .messages()
              .sendmmsg(descriptor, memory.outgoing(), memory.outgoingCount(), flags, errno);
    } while (n == -UnixErrors.EINTR);
    return n;
  }

  // ---- entries of several segments

  /** Sends what is left of a message; 1 if that is done. */
  private int sendSegments(BatchMemory memory, int index) {
    int size = memory.size(index);
    int segment = memory.segmentSize(index);
    boolean isCut = mayCut(segment);
    while (true) {
      int from = memory.sentBytes(index);
      int most = isCut ? mostSegments(segment) * segment : segment;
      int length = Math.min(size - from, most);
      int cut = length > segment ? segment : 0;
      memory.prepareToSend();
      memory.addPart(index, from, length, cut);
      int n = calls.messages().sendmsg(descriptor, memory.outgoing(), flags, errno);
      if (n >= 0 && from + length == size) {
        memory.sentBytes(index, 0);
        return 1;
      }
      if (n >= 0) {
        memory.sentBytes(index, from + length);
      } else if (cut > 0 && isRefusal(n)) {
        isCut = false;
        remember(error(n), segment);
      } else if (n != -UnixErrors.EINTR) {
        return n;
      }
    }
  }

  // ---- what the kernel does

  private static int mostSegments(int segment) {
    return Math.clamp(MOST_BYTES / segment, 1, MOST_SEGMENTS);
  }

  private UnixError error(int result) {
    return calls.system().errors().of(-result);
  }

  private boolean isRefusal(int result) {
    return result < 0
        && switch (error(result)) {
          case EINVAL, EMSGSIZE, EIO, ENOPROTOOPT, EOPNOTSUPP, ENOBUFS, ENOMEM -> true;
          default -> false;
        };
  }

  private void remember(UnixError refusal, int segment) {
    switch (refusal) {
      case EINVAL, EMSGSIZE -> {
        refused = Math.min(refused, segment);
        spared = 0;
      }
      case ENOBUFS, ENOMEM -> {
        // there was no room for so much at once; there may be next time
      }
      default -> segmentation = -1;
    }
  }

  /** Whether to have the kernel cut segments of a size. */
  private boolean mayCut(int segment) {
    if (segment >= refused) {
      spared++;
      if (spared < PATIENCE) {
        return false;
      }
      refused = NONE;
    }
    return canCut();
  }

  /** Kernels that do not know of segments send the whole, and do not say so: they are asked. */
  private boolean canCut() {
    if (segmentation == 0) {
      var sockets = new UnixDatagramSockets(calls);
      int known = sockets.hasFeature(descriptor, DatagramFeature.SEGMENTATION);
      segmentation = known == 0 ? 1 : -1;
    }
    return segmentation > 0;
  }
}
