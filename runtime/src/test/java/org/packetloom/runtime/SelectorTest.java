// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.Packetloom;
import org.packetloom.nio.PacketloomSelectorProvider;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** What our selectors do beyond the contract of all. */
class SelectorTest extends ToolkitTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static Pipe pipe(PacketloomSelectorProvider provider) throws Exception {
    Pipe pipe = provider.openPipe();
    pipe.source().configureBlocking(false);
    return pipe;
  }

  private static ByteBuffer one() {
    return ByteBuffer.allocate(1);
  }

  @EachEngine
  void selectingVirtualThreadsHoldNoCarriers(String engine, String poller) throws Exception {
    int before = OpenDescriptors.count();
    try (Packetloom loom = open(engine, poller)) {
      var provider = PacketloomSelectorProvider.of(loom);
      List<Pipe> pipes = new ArrayList<>();
      List<Task<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors() + 8; i++) {
        Pipe pipe = pipe(provider);
        pipes.add(pipe);
        Task<Integer> task =
            Task.start(
                loom.threadFactory(),
                () -> {
                  try (Selector selector = provider.openSelector()) {
                    pipe.source().register(selector, SelectionKey.OP_READ);
                    return selector.select();
                  }
                });
        tasks.add(task.awaitParked());
      }
      for (Pipe pipe : pipes) {
        pipe.sink().write(one());
      }
      for (Task<Integer> task : tasks) {
        assertThat(task.result()).isOne();
      }
    }
    assertNoneLost(before);
  }

  @EachEngine
  void connectWhileSelectingIsSeen(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller)) {
      var provider = PacketloomSelectorProvider.of(loom);
      try (Selector selector = provider.openSelector();
          ServerSocketChannel server = provider.openServerSocketChannel().bind(ANY);
          SocketChannel client = provider.openSocketChannel()) {
        client.configureBlocking(false);
        SelectionKey key = client.register(selector, SelectionKey.OP_CONNECT);
        Task<Integer> selecting = start(selector::select).awaitParked();
        boolean isConnected = client.connect(server.getLocalAddress());
        if (!isConnected) {
          assertThat(selecting.result()).isOne();
          assertThat(key.isConnectable()).isTrue();
          assertThat(client.finishConnect()).isTrue();
        }
        selector.wakeup();
        selecting.awaitEnd();
        selector.selectedKeys().clear();
        selector.selectNow();
        selector.selectedKeys().clear();
        assertThat(selector.selectNow()).as("connected already").isZero();
        key.interestOps(SelectionKey.OP_WRITE | SelectionKey.OP_READ);
        assertThat(selector.select()).isOne();
        assertThat(key.readyOps()).isEqualTo(SelectionKey.OP_WRITE);
      }
    }
  }

  @EachEngine
  void closeOfTheToolkitClosesItsSelectors(String engine, String poller) throws Exception {
    int before = OpenDescriptors.count();
    Packetloom loom = open(engine, poller);
    var provider = PacketloomSelectorProvider.of(loom);
    Selector selector = provider.openSelector();
    Pipe pipe = pipe(provider);
    SelectionKey key = pipe.source().register(selector, SelectionKey.OP_READ);
    Task<Integer> selecting = start(selector::select).awaitParked();
    loom.close();
    selecting.assertFailure().isInstanceOf(ClosedSelectorException.class);
    assertThat(selector.isOpen()).isFalse();
    assertThat(key.isValid()).isFalse();
    selector.wakeup();
    pipe.source().close();
    pipe.sink().close();
    assertNoneLost(before);
  }

  @EachEngine
  void closedChannelIsGoneThoughItsKeyIsNot(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller)) {
      var provider = PacketloomSelectorProvider.of(loom);
      ServerSocketChannel server = provider.openServerSocketChannel().bind(ANY);
      try (Selector selector = provider.openSelector()) {
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        assertThat(selector.selectNow()).isZero();
        var address = server.getLocalAddress();
        closeNow(server);
        assertThat(selector.keys()).hasSize(1);
        try (ServerSocketChannel next = provider.openServerSocketChannel().bind(address)) {
          assertThat(next.getLocalAddress()).isEqualTo(address);
          assertThat(selector.selectNow()).isZero();
          assertThat(selector.keys()).isEmpty();
        }
      }
    }
  }

  @Test
  void actionThatFailsLosesNoReadiness() throws Exception {
    try (Packetloom loom = open("virtual", "epoll")) {
      var provider = PacketloomSelectorProvider.of(loom);
      try (Selector selector = provider.openSelector()) {
        for (int i = 0; i < 3; i++) {
          Pipe pipe = pipe(provider);
          pipe.source().register(selector, SelectionKey.OP_READ);
          pipe.sink().write(one());
        }
        assertThatThrownBy(
                () ->
                    selector.select(
                        _ -> {
                          throw new IllegalArgumentException("planned");
                        }))
            .hasMessage("planned");
        List<SelectionKey> told = new ArrayList<>();
        assertThat(selector.select(told::add)).isEqualTo(3);
        assertThat(told).hasSize(3).doesNotHaveDuplicates();
        assertThat(selector.selectNow()).isEqualTo(3);
      }
    }
  }

  @Test
  void channelsOfOtherProvidersAreRefused() throws Exception {
    try (Packetloom loom = open("virtual", "epoll")) {
      var provider = PacketloomSelectorProvider.of(loom);
      try (Selector selector = provider.openSelector();
          Selector ofJdk = Selector.open();
          SocketChannel foreign = SocketChannel.open();
          SocketChannel own = provider.openSocketChannel();
          SocketChannel other = PacketloomSelectorProvider.of(loom).openSocketChannel()) {
        foreign.configureBlocking(false);
        own.configureBlocking(false);
        other.configureBlocking(false);
        assertThatThrownBy(() -> foreign.register(selector, 0))
            .isInstanceOf(IllegalSelectorException.class);
        assertThatThrownBy(() -> other.register(selector, 0))
            .isInstanceOf(IllegalSelectorException.class);
        assertThatThrownBy(() -> own.register(ofJdk, 0))
            .isInstanceOf(IllegalSelectorException.class);
        assertThat(selector.keys()).isEmpty();
      }
    }
  }

  /** Closes in the middle of its life. */
  private static void closeNow(Channel channel) throws IOException {
    channel.close();
  }
}
