// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Transfer;

/**
 * How {@link UringTransfer} waits for which descriptors.
 *
 * <p><b>Polls that stay.</b> Such a poll is submitted by a wait, and from then on tells as an edge
 * of epoll does, which users remember in the same way ({@code RememberedReadiness} of runtime):
 * waits after that find it submitted, and ask for nothing.
 *
 * <p>Nothing is missed. The kernel looks when it is submitted, and tells what holds. Each wake-up
 * of the descriptor from then on is told by a completion of its own, with the events of the
 * wake-up; or by one for several, for which it looks again after the last of them
 * (io_poll_check_events in io_uring/poll.c). So what comes after an attempt that found nothing is
 * told after that attempt: a user whom it reaches late is told in vain, none goes without.
 *
 * <p>It ends when there is no room for a completion, when the thread ends that submitted it, and
 * when it is cancelled. The last completion says so, by not saying IORING_CQE_F_MORE, and is told
 * as readiness whatever it has found: the next attempt finds what is there, and the next wait
 * submits another, for which the kernel looks again. Whoever waits meanwhile has been told, as the
 * operation is idle before that is.
 *
 * <p>Polls stay only while the poller has the same platform thread for some time. What the kernel
 * has to do for one is done by the thread that submitted it, as soon as that enters the kernel: by
 * another than the one that waits at the ring it comes late, if it computes by a whole tick of the
 * clock. If the thread changes, a poll is given up when it tells something, and another is
 * submitted by the one that is there now.
 *
 * <p>IORING_POLL_ADD_LEVEL is no such poll: it differs in that the kernel does not look when it is
 * submitted.
 */
final class UringKinds {
  /**
   * How often a stream has to have waited for a small message before a receive goes on and holds
   * what nobody asked for: those that change hands, or turn to something else than plain reads,
   * mostly do so at their beginning.
   */
  static final int WAITS = 16;

  private UringKinds() {}

  /** Whether it is a stream of bytes that are received into buffers, and sent from them. */
  static boolean isStream(DescriptorKind kind) {
    return switch (kind) {
      case TCP, LOCAL_STREAM, SHARED_SOCKET -> true;
      case SEQPACKET, PIPE, DATAGRAM, DEVICE, LISTENER, POLLER -> false;
    };
  }

  /**
   * The kind of the operation that polls in a direction. A socket wakes those who wait for room
   * with each message that leaves it, though hardly anyone ever waits for that; a pipe only if it
   * was full. A driver may wake before the change that it wakes for: one of TUN does so before it
   * takes the device away.
   */
  static int poll(DescriptorKind kind, int direction) {
    boolean stays =
        switch (kind) {
          case PIPE -> true;
          case SEQPACKET, DATAGRAM, LISTENER -> direction == Transfer.READ;
          case TCP, LOCAL_STREAM, SHARED_SOCKET, DEVICE, POLLER -> false;
        };
    return stays ? UringOperation.POLL_STAYING : UringOperation.POLL;
  }
}
