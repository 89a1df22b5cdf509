// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import org.packetloom.Deadline;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.MessageChannel;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.MessageServer;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** The hooks of the contract of connections of messages, and the words its topics share. */
interface MessageRow {
  int LOSSY = 0;
  int ORDERED = 1;
  int UNORDERED = 2;
  int LOSSY_SEQUENCED = 3;
  int SEQUENCED = 4;

  /** Reliable and ordered, with room for few messages at either end. */
  int NARROW = 5;

  int NARROW_BYTES = 1 << 16;

  MessageConfig CONFIG =
      MessageConfig.builder()
          .channel(LOSSY, Delivery.UNRELIABLE)
          .channel(ORDERED, Delivery.RELIABLE_ORDERED)
          .channel(UNORDERED, Delivery.RELIABLE_UNORDERED)
          .channel(LOSSY_SEQUENCED, Delivery.UNRELIABLE_SEQUENCED)
          .channel(SEQUENCED, Delivery.RELIABLE_SEQUENCED)
          .channel(
              ChannelConfig.of(NARROW, Delivery.RELIABLE_ORDERED)
                  .maxMessageSize(NARROW_BYTES)
                  .maxQueuedBytes(NARROW_BYTES)
                  .receiveBytes(NARROW_BYTES))
          .idleTimeout(Duration.ofSeconds(20))
          .build();

  MessageServerConfig SERVER = MessageServerConfig.of(CONFIG).handshakesPerSecond(0);
  MessageClientConfig CLIENT = MessageClientConfig.of(CONFIG).handshakeTimeout(Await.LIMIT);

  /** Begins to serve at a fresh address. */
  MessageServer serve(MessageServer.Builder builder) throws IOException;

  /** Connects to a server of this row. */
  MessageConnection connect(MessageServer server, MessageClientConfig config) throws IOException;

  /** Where the engine serves threads best. */
  ThreadFactory threads();

  /** Whether datagrams are lost on purpose. */
  default boolean isLossy() {
    return false;
  }

  default MessageServer serve(MessageServerConfig config) throws IOException {
    return serve(MessageServer.builder(config));
  }

  /** A server, a client, and the server's end of their connection. */
  record Ends(MessageServer server, MessageConnection near, MessageConnection far)
      implements AutoCloseable {
    @Override
    public void close() {
      closeNow(near);
      closeNow(server);
    }
  }

  /** Closes without waiting until the other side has been told often enough. */
  static void closeNow(AutoCloseable closeable) {
    Thread.currentThread().interrupt();
    try {
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      Thread.interrupted();
    }
  }

  default Ends open(MessageConfig config) throws IOException {
    MessageServer server = serve(MessageServerConfig.of(config).handshakesPerSecond(0));
    try {
      MessageConnection near =
          connect(server, MessageClientConfig.of(config).handshakeTimeout(Await.LIMIT));
      server.acceptDeadline(watchdog());
      MessageConnection far = server.accept();
      server.acceptDeadline(Deadline.NONE);
      return new Ends(server, near, far);
    } catch (Throwable e) {
      closeNow(server);
      throw e;
    }
  }

  default Ends open() throws IOException {
    return open(CONFIG);
  }

  default <T> Task<T> start(Callable<T> call) {
    return Task.start(threads(), call);
  }

  default Task<Void> startAction(Task.Action action) {
    return start(
        () -> {
          action.run();
          return null;
        });
  }

  static Deadline watchdog() {
    return Deadline.after(Await.LIMIT);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(ReceivedMessage message) {
    try (message) {
      return new String(message.toBytes(), StandardCharsets.UTF_8);
    }
  }

  static String receive(MessageChannel channel) throws IOException {
    return text(channel.receive(watchdog()));
  }

  /** Starts a receive that must wait, as nobody sends, and waits until it does. */
  default Task<String> startBlockedReceive(MessageChannel channel) {
    return start(() -> text(channel.receive())).awaitParked();
  }

  /** Sends a message each way. */
  static void assertTalk(Ends ends) throws IOException {
    ends.near().channel(ORDERED).send(bytes("ping"));
    if (!receive(ends.far().channel(ORDERED)).equals("ping")) {
      throw new AssertionError("another message");
    }
    ends.far().channel(ORDERED).send(bytes("pong"));
    if (!receive(ends.near().channel(ORDERED)).equals("pong")) {
      throw new AssertionError("another message");
    }
  }

  /**
   * Fills a narrow channel: what nobody takes leaves no room for a second message at the receiver,
   * which leaves none for a third at the sender.
   *
   * @return how many messages it took
   */
  static int fill(MessageChannel channel) throws IOException {
    channel.send(narrow(0)).await(watchdog());
    channel.post(narrow(1));
    return 2;
  }

  /** A message that takes all the room of a narrow channel. */
  static ByteBuffer narrow(int number) {
    return ByteBuffer.allocate(NARROW_BYTES).putInt(0, number);
  }
}
