// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A transfer of a {@link FaultyPoller}: attempts are real, events pass through the poller. */
final class FaultyTransfer implements Transfer {
  private final FaultyPoller poller;
  private final Transfer real;
  private final DescriptorKind kind;
  private final Readiness readiness;
  private volatile boolean isGone;

  FaultyTransfer(FaultyPoller poller, int descriptor, DescriptorKind kind, Readiness readiness) {
    this.poller = poller;
    this.kind = kind;
    this.readiness = readiness;
    this.real =
        poller
            .real()
            .attach(
                descriptor,
                kind,
                new Readiness() {
                  @Override
                  public void ready(int events) {
                    poller.tell(FaultyTransfer.this, events);
                  }

                  @Override
                  public void failed(Throwable cause) {
                    readiness.failed(cause);
                  }
                });
  }

  /** Tells events, unless the transfer was deregistered. */
  void pass(int events) {
    if (!isGone) {
      readiness.ready(events);
    }
  }

  @Override
  public int descriptor() {
    return real.descriptor();
  }

  @Override
  public int register() {
    int result = real.register();
    // A nested poller is told nothing but its own events.
    if (result == 0 && kind != DescriptorKind.POLLER) {
      poller.registered(this);
    }
    return result;
  }

  @Override
  public boolean isPersistent() {
    return real.isPersistent();
  }

  @Override
  public int arm(int direction, int most) {
    return real.arm(direction, most);
  }

  @Override
  public boolean isDrainedByShortRead() {
    return real.isDrainedByShortRead();
  }

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    return real.tryRead(destination, offset, length);
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    return real.tryRead(destination);
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    return real.tryRead(destinations, offset, count);
  }

  @Override
  public int tryWrite(byte[] source, int offset, int length) {
    return real.tryWrite(source, offset, length);
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    return real.tryWrite(source);
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
  public int tryWrite(ByteBuffer[] sources, int offset, int count) {
    return real.tryWrite(sources, offset, count);
  }

  @Override
  public int tryReceive(ByteBuffer destination, NativeAddress.Box sender) {
    return real.tryReceive(destination, sender);
  }

  @Override
  public int trySend(ByteBuffer source, NativeAddress peer) {
    return real.trySend(source, peer);
  }

  @Override
  public int tryAccept(NativeAddress.Box peer) {
    return real.tryAccept(peer);
  }

  @Override
  public int tryConnect(NativeAddress peer) {
    return real.tryConnect(peer);
  }

  @Override
  public Optional<LocalTransfer> local() {
    return real.local();
  }

  @Override
  public MessageTransfer messages() {
    return real.messages();
  }

  @Override
  public StreamTransfer stream() {
    return real.stream();
  }

  @Override
  public int cancel(int direction) {
    return real.cancel(direction);
  }

  @Override
  public void deregister(boolean isShared) {
    isGone = true;
    poller.deregistered(this);
    real.deregister(isShared);
  }
}
