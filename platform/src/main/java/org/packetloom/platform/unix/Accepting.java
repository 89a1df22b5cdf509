// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/** An attempt to accept a connection. Safe for use by any thread. */
final class Accepting {
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
    return switch (errors.of(-accepted)) {
      case EAGAIN -> Transfer.NOT_READY;
      // accept(2): errors of the network that belong to the new connection, not to the listener.
      case ENETDOWN, EPROTO, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, ENETUNREACH ->
          -errors.number(UnixError.ECONNABORTED);
      default -> accepted;
    };
  }
}
