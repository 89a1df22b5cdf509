// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.packetloom.platform.NativeAddress;

/**
 * Accepts the clients of a pipe. Whether an instance has a client is asked of the system; who waits
 * has each instance tell when it gets one.
 */
final class PipeListenerTransfer extends PipeMember {
  private final PipeListener listener;
  private final Runnable told = () -> tell(READ);

  PipeListenerTransfer(
      Attachment attachment, PipeListener listener, IocpPoller poller, WindowsSystem system) {
    super(attachment, poller, system);
    this.listener = listener;
    listener.tell(told);
  }

  @Override
  public int tryAccept(NativeAddress.Box peer) {
    peer.put(NativeAddress.None.NONE);
    return listener.tryAccept();
  }

  @Override
  int begin(int direction, int most) {
    if (!listener.expect(poller())) {
      tell(READ);
    }
    return 0;
  }

  @Override
  void leave() {
    listener.tellNoMore(told);
  }
}
