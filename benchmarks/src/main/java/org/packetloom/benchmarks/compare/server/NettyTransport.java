// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.io.IOException;
import java.util.Locale;

/** The native transports of Netty. */
enum NettyTransport {
  EPOLL {
    @Override
    Throwable missing() {
      return Epoll.unavailabilityCause();
    }

    @Override
    IoHandlerFactory factory() {
      return EpollIoHandler.newFactory();
    }

    @Override
    Class<? extends ServerChannel> listener() {
      return EpollServerSocketChannel.class;
    }
  },
  IO_URING {
    @Override
    Throwable missing() {
      return IoUring.unavailabilityCause();
    }

    @Override
    IoHandlerFactory factory() {
      return IoUringIoHandler.newFactory();
    }

    @Override
    Class<? extends ServerChannel> listener() {
      return IoUringServerSocketChannel.class;
    }
  };

  /** Why it cannot be had here; null if it can. */
  abstract Throwable missing();

  abstract IoHandlerFactory factory();

  abstract Class<? extends ServerChannel> listener();

  /**
   * What runs the event loops.
   *
   * @throws IOException if the library or the kernel lacks something; the message says what
   */
  IoHandlerFactory handlers() throws IOException {
    Throwable missing = missing();
    if (missing != null) {
      Throwable cause = missing;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new IOException("Netty " + name().toLowerCase(Locale.ROOT) + ": " + cause.getMessage());
    }
    return factory();
  }
}
