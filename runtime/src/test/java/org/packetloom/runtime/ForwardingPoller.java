// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.OptionalInt;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;

/** A real poller, for tests that change a part of it. */
class ForwardingPoller implements Poller {
  final Poller real;

  ForwardingPoller(Poller real) {
    this.real = real;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
    return real.attach(descriptor, kind, readiness);
  }

  @Override
  public Watch watch(int descriptor, Watcher watcher) {
    return real.watch(descriptor, watcher);
  }

  @Override
  public int await(long timeoutNanos) throws PollerException {
    return real.await(timeoutNanos);
  }

  @Override
  public void dispatch() {
    real.dispatch();
  }

  @Override
  public void wake() {
    real.wake();
  }

  @Override
  public OptionalInt descriptor() {
    return real.descriptor();
  }

  @Override
  public void fail(Throwable cause) {
    real.fail(cause);
  }

  @Override
  public void close() {
    real.close();
  }
}
