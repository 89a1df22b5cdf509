// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.BackpressureException;
import org.packetloom.message.ConnectionStats;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.ReceiveResult;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.message.SharedPayload;

/**
 * The endpoint of a server's connection as applications see it: whatever they do to it that may
 * change what is to be sent, or when, the server gets to know. Its datagrams go by way of the
 * server alone.
 */
final class ServedEndpoint implements MessageEndpoint {
  private final ServedConnection connection;
  private final Endpoint endpoint;

  ServedEndpoint(ServedConnection connection, Endpoint endpoint) {
    this.connection = connection;
    this.endpoint = endpoint;
  }

  private static UnsupportedOperationException notHere(String call) {
    return new UnsupportedOperationException(call + ": datagrams go by way of the server");
  }

  @Override
  public MessageConfig config() {
    return endpoint.config();
  }

  @Override
  public long send(int channel, ByteBuffer payload)
      throws MessageTooLargeException, BackpressureException {
    long id = endpoint.send(channel, payload);
    if (id >= 0) {
      connection.changed();
    }
    return id;
  }

  @Override
  public long send(int channel, SharedPayload payload)
      throws MessageTooLargeException, BackpressureException {
    long id = endpoint.send(channel, payload);
    if (id >= 0) {
      connection.changed();
    }
    return id;
  }

  @Override
  public long trySend(int channel, ByteBuffer payload) throws MessageTooLargeException {
    long id = endpoint.trySend(channel, payload);
    if (id >= 0) {
      connection.changed();
    }
    return id;
  }

  @Override
  public boolean canSend(int channel, int size) {
    return endpoint.canSend(channel, size);
  }

  @Override
  public long queuedBytes(int channel) {
    return endpoint.queuedBytes(channel);
  }

  @Override
  public int sendBudget(long nowNanos) {
    return endpoint.sendBudget(nowNanos);
  }

  @Override
  public ReceiveResult receive(ByteBuffer datagram, long nowNanos) {
    throw notHere("receive");
  }

  @Override
  public void advance(long nowNanos) {
    throw notHere("advance");
  }

  @Override
  public boolean transmit(ByteBuffer into, long nowNanos) {
    throw notHere("transmit");
  }

  @Override
  public int transmitAll(long nowNanos, Consumer<ByteBuffer> sink) {
    throw notHere("transmitAll");
  }

  @Override
  public long nextDeadline() {
    return endpoint.nextDeadline();
  }

  @Override
  public Optional<ReceivedMessage> poll(int channel) {
    Optional<ReceivedMessage> message = endpoint.poll(channel);
    if (message.isPresent()) {
      connection.changed();
    }
    return message;
  }

  @Override
  public int drain(int channel, Consumer<ReceivedMessage> consumer) {
    int count = endpoint.drain(channel, consumer);
    if (count > 0) {
      connection.changed();
    }
    return count;
  }

  @Override
  public int drainAcked(int channel, LongConsumer ids) {
    return endpoint.drainAcked(channel, ids);
  }

  @Override
  public int drainLost(int channel, LongConsumer ids) {
    return endpoint.drainLost(channel, ids);
  }

  @Override
  public boolean isFlushed() {
    return endpoint.isFlushed();
  }

  @Override
  public void close(DisconnectReason reason, long nowNanos) {
    endpoint.close(reason, nowNanos);
    connection.changed();
  }

  @Override
  public Optional<DisconnectReason> ended() {
    return endpoint.ended();
  }

  @Override
  public ConnectionStats stats(long nowNanos) {
    return endpoint.stats(nowNanos);
  }

  @Override
  public String toString() {
    return "endpoint of " + connection;
  }
}
