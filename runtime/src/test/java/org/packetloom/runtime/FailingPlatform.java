// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Family;
import org.packetloom.platform.ForwardingDescriptors;
import org.packetloom.platform.ForwardingPoller;
import org.packetloom.platform.ForwardingTransfer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/**
 * A platform of which one call fails, whichever comes as the n-th. Attaching the second of two
 * descriptors that were opened by one call is not among them: it fails for want of memory only.
 */
final class FailingPlatform extends TestedPlatform {
  /** The error of calls that return one: ENOBUFS. */
  static final int ERROR = 105;

  static final String REASON = "the poller was told to fail";

  private final Descriptors descriptors = new FailingDescriptors(real.descriptors());
  private final AtomicInteger left = new AtomicInteger();

  /** Whether two descriptors were opened at once since the last {@link #failAt}. */
  private volatile boolean isTwo;

  /** Has the n-th call from now on fail, counted from 1. */
  void failAt(int number) {
    isTwo = false;
    left.set(number);
  }

  /** Lets all calls do their work; whether a call failed since the last {@link #failAt}. */
  boolean stop() {
    return left.getAndSet(0) <= 0;
  }

  private boolean fails() {
    return left.get() > 0 && left.decrementAndGet() == 0;
  }

  @Override
  protected Poller poller(Poller poller) throws PollerException {
    if (fails()) {
      poller.close();
      throw new PollerException(REASON);
    }
    return new FailingPoller(poller);
  }

  @Override
  public Descriptors descriptors() {
    return descriptors;
  }

  private final class FailingPoller extends ForwardingPoller {
    FailingPoller(Poller real) {
      super(real);
    }

    @Override
    public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
      if (!isTwo && fails()) {
        throw new IllegalStateException(REASON);
      }
      return new FailingTransfer(super.attach(descriptor, kind, readiness));
    }
  }

  private final class FailingTransfer extends ForwardingTransfer {
    FailingTransfer(Transfer real) {
      super(real);
    }

    @Override
    public int register() {
      return fails() ? -ERROR : super.register();
    }

    @Override
    public int tryAccept(NativeAddress.Box peer) {
      return fails() ? -ERROR : super.tryAccept(peer);
    }

    @Override
    public int tryConnect(NativeAddress peer) {
      return fails() ? -ERROR : super.tryConnect(peer);
    }
  }

  private final class FailingDescriptors extends ForwardingDescriptors {
    FailingDescriptors(Descriptors real) {
      super(real);
    }

    @Override
    public int socket(Family family, SocketType type) {
      return fails() ? -ERROR : super.socket(family, type);
    }

    @Override
    public int socketPair(SocketType type, int[] two) {
      isTwo = true;
      return fails() ? -ERROR : super.socketPair(type, two);
    }

    @Override
    public int pipe(int[] two) {
      isTwo = true;
      return fails() ? -ERROR : super.pipe(two);
    }

    @Override
    public int bind(int descriptor, NativeAddress address) {
      return fails() ? -ERROR : super.bind(descriptor, address);
    }

    @Override
    public int listen(int descriptor, int backlog) {
      return fails() ? -ERROR : super.listen(descriptor, backlog);
    }

    @Override
    public int localAddress(int descriptor, NativeAddress.Box into) {
      return fails() ? -ERROR : super.localAddress(descriptor, into);
    }

    @Override
    public int setting(int descriptor, SocketSetting setting, long value) {
      return fails() ? -ERROR : super.setting(descriptor, setting, value);
    }

    @Override
    public int setting(int descriptor, SocketSetting setting, String value) {
      return fails() ? -ERROR : super.setting(descriptor, setting, value);
    }
  }
}
