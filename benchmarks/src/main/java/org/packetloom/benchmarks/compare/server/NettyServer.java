// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Netty on one of its native transports, with as many event loops as processors. It echoes the
 * buffer that it has read, and flushes once a batch of reads is done.
 */
final class NettyServer implements PeerServer {
  private static final int BACKLOG = 4096;

  private final NettyTransport transport;

  NettyServer(NettyTransport transport) {
    this.transport = transport;
  }

  @Override
  public int start(ServerPlan plan) throws Exception {
    // it logs that there is no descriptor left, when it is too late to load what logs
    InternalLoggerFactory.getInstance(NettyServer.class).warn("no failure: loads what logs");
    int loops = Runtime.getRuntime().availableProcessors();
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(loops, transport.handlers());
    var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    Channel listener =
        new ServerBootstrap()
            .group(group)
            .channel(transport.listener())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Children(plan))
            .bind(address)
            .sync()
            .channel();
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  private static final class Children extends ChannelInitializer<Channel> {
    private final ServerPlan plan;

    Children(ServerPlan plan) {
      this.plan = plan;
    }

    @Override
    protected void initChannel(Channel channel) {
      switch (plan.role()) {
        case ECHO -> channel.pipeline().addLast(new EchoHandler());
        case SOURCE -> channel.pipeline().addLast(new SourceHandler(plan.blockBytes()));
        case SINK -> {
          // reads of this size, as the others do
          var sizes = new FixedRecvByteBufAllocator(plan.blockBytes());
          channel.config().setRecvByteBufAllocator(sizes);
          channel.pipeline().addLast(new SinkHandler());
        }
        case RELAY, PINGPONG, DATAGRAM, CASCADE ->
            throw new UnsupportedOperationException(plan.role().word());
      }
    }
  }

  private static class QuietHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close(); // the client has left: it counts what failed
    }
  }

  private static final class EchoHandler extends QuietHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.write(message, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }

  private static final class SinkHandler extends QuietHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }

  private static final class SourceHandler extends QuietHandler {
    private final ByteBuf block;

    SourceHandler(int blockBytes) {
      block = Unpooled.unreleasableBuffer(Unpooled.directBuffer(blockBytes).writeZero(blockBytes));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      writeWhilePossible(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      writeWhilePossible(context);
    }

    private void writeWhilePossible(ChannelHandlerContext context) {
      while (context.channel().isActive() && context.channel().isWritable()) {
        context.writeAndFlush(block.duplicate(), context.voidPromise());
      }
    }
  }
}
