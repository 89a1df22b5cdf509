// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Each call of a socket channel that needs it in some state. */
public enum SocketCall {
  READ((channel, address) -> channel.read(ByteBuffer.allocate(1))),
  READ_NOTHING((channel, address) -> channel.read(ByteBuffer.allocate(0))),
  SCATTER((channel, address) -> channel.read(buffers())),
  SCATTER_NOTHING((channel, address) -> channel.read(buffers(), 1, 0)),
  WRITE((channel, address) -> channel.write(ByteBuffer.allocate(1))),
  WRITE_NOTHING((channel, address) -> channel.write(ByteBuffer.allocate(0))),
  GATHER((channel, address) -> channel.write(buffers())),
  GATHER_NOTHING((channel, address) -> channel.write(buffers(), 1, 0)),
  SHUTDOWN_INPUT((channel, address) -> channel.shutdownInput()),
  SHUTDOWN_OUTPUT((channel, address) -> channel.shutdownOutput()),
  CONNECT((channel, address) -> channel.connect(address)),
  FINISH_CONNECT((channel, address) -> channel.finishConnect()),
  BIND((channel, address) -> channel.bind(address)),
  BIND_ANYWHERE((channel, address) -> channel.bind(null)),
  LOCAL_ADDRESS((channel, address) -> channel.getLocalAddress()),
  REMOTE_ADDRESS((channel, address) -> channel.getRemoteAddress()),
  GET_OPTION((channel, address) -> channel.getOption(StandardSocketOptions.SO_SNDBUF)),
  SET_OPTION((channel, address) -> channel.setOption(StandardSocketOptions.SO_SNDBUF, 10_000)),
  BLOCK((channel, address) -> channel.configureBlocking(true)),
  UNBLOCK((channel, address) -> channel.configureBlocking(false));

  private interface Call {
    Object on(SocketChannel channel, SocketAddress address) throws Exception;
  }

  private final Call call;

  SocketCall(Call call) {
    this.call = call;
  }

  private static ByteBuffer[] buffers() {
    return new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
  }

  /** Makes the call; the address is for those that need one. */
  public Object on(SocketChannel channel, SocketAddress address) throws Exception {
    return call.on(channel, address);
  }
}
