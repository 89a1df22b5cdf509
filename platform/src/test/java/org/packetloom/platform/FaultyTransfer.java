// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.nio.ByteBuffer;

/** A transfer of a {@link FaultyPoller}: attempts are real, events pass through the poller. */
final class FaultyTransfer extends ForwardingTransfer {
  private final FaultyPoller poller;
  private final FaultyEvents events;
  private final DescriptorKind kind;

  FaultyTransfer(FaultyPoller poller, int descriptor, DescriptorKind kind, FaultyEvents events) {
    super(poller.real().attach(descriptor, kind, events));
    this.poller = poller;
    this.events = events;
    this.kind = kind;
  }

  @Override
  public int register() {
    int result = real.register();
    // A nested poller is told nothing but its own events.
    if (result == 0 && kind != DescriptorKind.POLLER) {
      poller.registered(events);
    }
    return result;
  }

  @Override
  public int beginWrite(byte[] source, int offset, int length) {
    return real.beginWrite(source, offset, length);
  }

  @Override
  public int beginWrite(ByteBuffer source) {
    return real.beginWrite(source);
  }

  @Override
  public void deregister(boolean isShared) {
    events.end();
    poller.deregistered(events);
    real.deregister(isShared);
  }
}
