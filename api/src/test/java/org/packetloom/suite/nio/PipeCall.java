// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/** Each call of an end of a pipe. */
public enum PipeCall {
  READ(pipe -> pipe.source().read(ByteBuffer.allocate(1))),
  SCATTER(pipe -> pipe.source().read(buffers())),
  SCATTER_RANGE(pipe -> pipe.source().read(buffers(), 1, 1)),
  WRITE(pipe -> pipe.sink().write(ByteBuffer.allocate(1))),
  GATHER(pipe -> pipe.sink().write(buffers())),
  GATHER_RANGE(pipe -> pipe.sink().write(buffers(), 1, 1)),
  UNBLOCK_SOURCE(pipe -> pipe.source().configureBlocking(false)),
  UNBLOCK_SINK(pipe -> pipe.sink().configureBlocking(false));

  private interface Call {
    Object on(Pipe pipe) throws Exception;
  }

  private final Call call;

  PipeCall(Call call) {
    this.call = call;
  }

  private static ByteBuffer[] buffers() {
    return new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
  }

  /** Makes the call. */
  public Object on(Pipe pipe) throws Exception {
    return call.on(pipe);
  }
}
