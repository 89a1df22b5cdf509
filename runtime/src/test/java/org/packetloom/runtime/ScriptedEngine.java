// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.ThreadFactory;
import org.packetloom.InterruptPolicy;
import org.packetloom.platform.Clock;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/** An engine without pollers, over one transfer that the test has written. */
final class ScriptedEngine implements Engine, HandleOwner {
  private final Platform platform = new TestedPlatform();
  private final ScriptedTransfer transfer;
  private final TimerThread timers;
  private final boolean isOwner;
  private final QueueLocks queueLocks = new QueueLocks();

  /** With a timer of its own. */
  ScriptedEngine(ScriptedTransfer transfer) {
    this.transfer = transfer;
    this.timers = new TimerThread(Clock.SYSTEM);
    this.isOwner = true;
    timers.start();
  }

  /** With the timer of another. */
  ScriptedEngine(ScriptedTransfer transfer, ScriptedEngine other) {
    this.transfer = transfer;
    this.timers = other.timers;
    this.isOwner = false;
  }

  Handle handle() {
    return new Handle(this, -1, DescriptorKind.TCP, this);
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public String poller() {
    return "none";
  }

  @Override
  public Platform platform() {
    return platform;
  }

  @Override
  public Failures failures() {
    return new Failures(platform.errors());
  }

  @Override
  public Timers timers() {
    return timers.timers();
  }

  @Override
  public QueueLocks queueLocks() {
    return queueLocks;
  }

  @Override
  public ThreadFactory threadFactory() {
    return Thread.ofVirtual().factory();
  }

  @Override
  public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
    transfer.readiness = readiness;
    return transfer;
  }

  @Override
  public void opened() {}

  @Override
  public void close(int descriptor, boolean isSlow) {}

  @Override
  public InterruptPolicy interruptPolicy() {
    return InterruptPolicy.KEEP_OPEN;
  }

  @Override
  public String endpoints(int direction) {
    return "scripted://";
  }

  @Override
  public void close() {
    if (isOwner) {
      timers.close();
    }
  }
}
