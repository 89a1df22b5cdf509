// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A real transfer, for tests that change a part of it. */
public class ForwardingTransfer implements Transfer {
  /** What does the work. */
  protected final Transfer real;

  /** For subclasses. */
  protected ForwardingTransfer(Transfer real) {
    this.real = real;
  }

  @Override
  public int descriptor() {
    return real.descriptor();
  }

  @Override
  public int register() {
    return real.register();
  }

  @Override
  public boolean isPersistent(int direction) {
    return real.isPersistent(direction);
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
  public ByteBuffer lend(int most) {
    return real.lend(most);
  }

  @Override
  public void endLending(int taken) {
    real.endLending(taken);
  }

  @Override
  public int held() {
    return real.held();
  }

  @Override
  public boolean isReadingBeforehand() {
    return real.isReadingBeforehand();
  }

  @Override
  public void holdNothing() {
    real.holdNothing();
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
    real.deregister(isShared);
  }
}
