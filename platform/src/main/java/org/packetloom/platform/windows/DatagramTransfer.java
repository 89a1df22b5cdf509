// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

/** Not there yet. */
final class DatagramTransfer extends IocpTransfer {
  DatagramTransfer(Attachment attachment, IocpPoller poller, WindowsSystem system) {
    super(attachment, poller, system);
  }

  @Override
  void begin(IocpOperation operation, int most) {
    poller().poll(operation, entry(), Constants.AFD_POLL_RECEIVE);
  }
}
