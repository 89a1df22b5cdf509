// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.OptionalInt;

/** A real poller, for tests that change a part of it. */
public class ForwardingPoller implements Poller {
  /** What does the work. */
  protected final Poller real;

  /** For subclasses. */
  protected ForwardingPoller(Poller real) {
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
  public void own() {
    real.own();
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
