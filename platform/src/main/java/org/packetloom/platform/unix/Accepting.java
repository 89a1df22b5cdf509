// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.EnumSet;
import java.util.Set;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/** An attempt to accept a connection. Safe for use by any thread. */
final class Accepting {
  /**
   * Errors of the network that belong to the new connection, not to the listener: accept(2). A set
   * is there from the start; the class that a switch needs would be loaded with the first failure,
   * for which there may be no descriptor left.
   */
  private static final Set<UnixError> OF_THE_CONNECTION =
      EnumSet.of(
          UnixError.ENETDOWN,
          UnixError.EPROTO,
          UnixError.ENOPROTOOPT,
          UnixError.EHOSTDOWN,
          UnixError.ENONET,
          UnixError.EHOSTUNREACH,
          UnixError.ENETUNREACH);

  private Accepting() {}

  /**
   * As {@link Transfer#tryAccept}, from a listener.
   *
   * @return the descriptor, {@link Transfer#NOT_READY} or the negated error number
   */
  static int accept(UnixCalls calls, int descriptor, NativeAddress.Box peer) {
    byte[] address = peer.room(SocketAddresses.SIZE);
    int[] length = {SocketAddresses.SIZE};
    SocketNumbers sockets = calls.system().sockets();
    int flags = sockets.SOCK_NONBLOCK() | sockets.SOCK_CLOEXEC();
    int accepted;
    do {
      accepted = calls.descriptors().accept4(descriptor, address, length, flags);
    } while (accepted == -UnixErrors.EINTR);
    if (accepted >= 0) {
      calls.system().addresses().decode(address, length[0], peer);
      return accepted;
    }
    UnixErrors errors = calls.system().errors();
    UnixError error = errors.of(-accepted);
    if (error == UnixError.EAGAIN) {
      return Transfer.NOT_READY;
    }
    return OF_THE_CONNECTION.contains(error) ? -errors.number(UnixError.ECONNABORTED) : accepted;
  }
}
