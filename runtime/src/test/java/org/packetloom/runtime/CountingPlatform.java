// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.ForwardingPoller;
import org.packetloom.platform.ForwardingTransfer;
import org.packetloom.platform.Poller;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/** A platform that counts attempts to write: each is one system call at most. */
final class CountingPlatform extends TestedPlatform {
  private final LongAdder writes = new LongAdder();

  /** Attempts so far, those that moved nothing included. */
  long writes() {
    return writes.sum();
  }

  @Override
  protected Poller poller(Poller poller) {
    return new ForwardingPoller(poller) {
      @Override
      public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
        return new CountingTransfer(super.attach(descriptor, kind, readiness));
      }
    };
  }

  private final class CountingTransfer extends ForwardingTransfer {
    CountingTransfer(Transfer real) {
      super(real);
    }

    @Override
    public int tryWrite(byte[] source, int offset, int length) {
      writes.increment();
      return super.tryWrite(source, offset, length);
    }

    @Override
    public int tryWrite(ByteBuffer source) {
      writes.increment();
      return super.tryWrite(source);
    }

    @Override
    public int tryWrite(ByteBuffer[] sources, int offset, int count) {
      writes.increment();
      return super.tryWrite(sources, offset, count);
    }
  }
}
