// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/** A transfer whose every answer is written down by the test; what is not, is a mistake. */
class ScriptedTransfer implements Transfer {
  /** Is told of events. */
  Readiness readiness;

  @Override
  public int descriptor() {
    return -1;
  }

  @Override
  public int register() {
    return 0;
  }

  @Override
  public boolean isPersistent(int direction) {
    return true;
  }

  @Override
  public int arm(int direction, int most) {
    return 0;
  }

  @Override
  public boolean isDrainedByShortRead() {
    return false;
  }

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    return tryRead(ByteBuffer.wrap(destination, offset, length));
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    throw new AssertionError("read");
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    return tryRead(destinations[offset]);
  }

  @Override
  public int tryWrite(byte[] source, int offset, int length) {
    return tryWrite(ByteBuffer.wrap(source, offset, length));
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    throw new AssertionError("write");
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int offset, int count) {
    return tryWrite(sources[offset]);
  }

  @Override
  public int tryReceive(ByteBuffer destination, NativeAddress.Box sender) {
    throw new AssertionError("receive");
  }

  @Override
  public int trySend(ByteBuffer source, NativeAddress peer) {
    throw new AssertionError("send");
  }

  @Override
  public int tryAccept(NativeAddress.Box peer) {
    throw new AssertionError("accept");
  }

  @Override
  public int tryConnect(NativeAddress peer) {
    throw new AssertionError("connect");
  }

  @Override
  public int cancel(int direction) {
    return 0;
  }

  @Override
  public void deregister(boolean isShared) {}
}
