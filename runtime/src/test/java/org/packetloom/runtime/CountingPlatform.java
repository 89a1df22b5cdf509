// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.ForwardingDescriptors;
import org.packetloom.platform.ForwardingPoller;
import org.packetloom.platform.ForwardingTransfer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Poller;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/** A platform that counts attempts to read and write, and questions for the near end's address. */
final class CountingPlatform extends TestedPlatform {
  private final LongAdder reads = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder questions = new LongAdder();

  /** Attempts to read into an array so far, those in vain included: each is one system call. */
  long reads() {
    return reads.sum();
  }

  /** How often the system was asked for the near end's address of a socket. */
  long questions() {
    return questions.sum();
  }

  /** Attempts so far, those that moved nothing included: each is one system call at most. */
  long writes() {
    return writes.sum();
  }

  @Override
  public Descriptors descriptors() {
    return new ForwardingDescriptors(super.descriptors()) {
      @Override
      public int localAddress(int descriptor, NativeAddress.Box box) {
        questions.increment();
        return super.localAddress(descriptor, box);
      }
    };
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
    public int tryRead(byte[] destination, int offset, int length) {
      reads.increment();
      return super.tryRead(destination, offset, length);
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
