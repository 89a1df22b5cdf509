// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Each call of a datagram channel that needs it in some state. */
public enum DatagramCall {
  READ((channel, address) -> channel.read(ByteBuffer.allocate(1))),
  SCATTER((channel, address) -> channel.read(buffers())),
  SCATTER_RANGE((channel, address) -> channel.read(buffers(), 1, 1)),
  WRITE((channel, address) -> channel.write(ByteBuffer.allocate(1))),
  GATHER((channel, address) -> channel.write(buffers())),
  GATHER_RANGE((channel, address) -> channel.write(buffers(), 1, 1)),
  RECEIVE((channel, address) -> channel.receive(ByteBuffer.allocate(1))),
  SEND((channel, address) -> channel.send(ByteBuffer.allocate(1), address)),
  CONNECT((channel, address) -> channel.connect(address)),
  BIND((channel, address) -> channel.bind(address)),
  BIND_ANYWHERE((channel, address) -> channel.bind(null)),
  LOCAL_ADDRESS((channel, address) -> channel.getLocalAddress()),
  REMOTE_ADDRESS((channel, address) -> channel.getRemoteAddress()),
  GET_OPTION((channel, address) -> channel.getOption(StandardSocketOptions.SO_SNDBUF)),
  SET_OPTION((channel, address) -> channel.setOption(StandardSocketOptions.SO_SNDBUF, 10_000)),
  BLOCK((channel, address) -> channel.configureBlocking(true)),
  UNBLOCK((channel, address) -> channel.configureBlocking(false));

  private interface Call {
    Object on(DatagramChannel channel, SocketAddress address) throws Exception;
  }

  private final Call call;

  DatagramCall(Call call) {
    this.call = call;
  }

  private static ByteBuffer[] buffers() {
    return new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
  }

  /** Makes the call; the address is for those that need one. */
  public Object on(DatagramChannel channel, SocketAddress address) throws Exception {
    return call.on(channel, address);
  }
}
