// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;

/** The direction that a one-way connector does not have: every attempt fails. */
final class AbsentTransfer extends StandInTransfer {
  private final int error;

  /** Fails with the error that the system gives to a call in the wrong direction. */
  AbsentTransfer(Engine engine) {
    error = -engine.platform().errors().wrongDirection();
  }

  @Override
  public int descriptor() {
    return -1;
  }

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    return error;
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    return error;
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    return error;
  }

  @Override
  public int tryWrite(byte[] source, int offset, int length) {
    return error;
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    return error;
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int offset, int count) {
    return error;
  }
}
