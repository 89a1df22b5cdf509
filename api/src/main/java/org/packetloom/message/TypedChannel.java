// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.packetloom.MessageTooLargeException;

/**
 * A channel of an endpoint whose messages are values of one type; incubating.
 *
 * <p>It has one buffer for all values and keeps nothing else. As its endpoint, not for several
 * threads at once.
 *
 * @param <T> type of the values
 */
public final class TypedChannel<T> {
  private final MessageEndpoint endpoint;
  private final int channel;
  private final Codec<T> codec;
  private final EncodeBuffer outgoing = new EncodeBuffer();
  // Messages lend read-only buffers, out of which text cannot be made without a copy.
  private ByteBuffer incoming = ByteBuffer.allocate(256);

  private TypedChannel(MessageEndpoint endpoint, int channel, Codec<T> codec) {
    this.endpoint = endpoint;
    this.channel = channel;
    this.codec = codec;
  }

  /**
   * A view of a channel. What is sent and taken by it and by the endpoint itself is the same.
   *
   * @param <T> type of the values
   * @param endpoint the endpoint
   * @param channel id of the channel
   * @param codec for its messages, on both sides
   * @return the view
   * @throws IllegalArgumentException if there is no such channel
   */
  public static <T> TypedChannel<T> of(MessageEndpoint endpoint, int channel, Codec<T> codec) {
    if (endpoint.config().channel(channel).isEmpty()) {
      throw new IllegalArgumentException("channel " + channel + ": there is none");
    }
    return new TypedChannel<>(endpoint, channel, codec);
  }

  /**
   * Queues a value.
   *
   * @param value the value
   * @return the message's id: above those of all earlier messages of the channel
   * @throws MessageTooLargeException if it is larger than the channel takes
   * @throws BackpressureException if more would be queued than the channel may have
   * @throws IllegalArgumentException if the codec cannot write it
   * @throws IllegalStateException if the endpoint has ended
   */
  public long send(T value) throws MessageTooLargeException, BackpressureException {
    return endpoint.send(channel, outgoing.encoded(codec, value));
  }

  /**
   * Queues a value if there is room.
   *
   * @param value the value
   * @return the message's id; −1 if the channel's queue has no room for it, or the endpoint has
   *     ended
   * @throws MessageTooLargeException if it is larger than the channel takes
   * @throws IllegalArgumentException if the codec cannot write it
   */
  public long trySend(T value) throws MessageTooLargeException {
    return endpoint.trySend(channel, outgoing.encoded(codec, value));
  }

  /**
   * Takes the next value that has arrived.
   *
   * @return the value; empty if there is none
   * @throws DecodeException if the next message is none of the codec's; it has been taken
   */
  public Optional<T> poll() throws DecodeException {
    var arrived = endpoint.poll(channel);
    return arrived.isPresent() ? Optional.of(taken(arrived.get())) : Optional.empty();
  }

  /**
   * Takes all values that have arrived.
   *
   * @param consumer called for each
   * @return how many there were
   * @throws DecodeException if a message is none of the codec's; it has been taken, those before it
   *     have been consumed, and those behind it wait for the next call
   */
  public int drain(Consumer<? super T> consumer) throws DecodeException {
    int count = 0;
    for (var arrived = endpoint.poll(channel);
        arrived.isPresent();
        arrived = endpoint.poll(channel)) {
      consumer.accept(taken(arrived.get()));
      count++;
    }
    return count;
  }

  /** The value of a message, whose bytes are given back. */
  private T taken(ReceivedMessage message) throws DecodeException {
    try (message) {
      return decoded(message);
    }
  }

  private T decoded(ReceivedMessage message) throws DecodeException {
    int size = message.size();
    if (incoming.capacity() < size) {
      incoming = ByteBuffer.allocate(Math.max(size, 2 * incoming.capacity()));
    }
    message.payload().get(0, incoming.array(), 0, size);
    return codec.decode(incoming.clear().limit(size));
  }

  @Override
  public String toString() {
    return "channel " + channel + " of " + endpoint;
  }
}
