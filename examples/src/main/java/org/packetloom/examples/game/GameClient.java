// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.packetloom.DatagramConnector;
import org.packetloom.examples.message.Ending;
import org.packetloom.examples.message.StatusLine;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.MessageTick;
import org.packetloom.message.TypedChannel;

/**
 * A player's side of the game. One thread calls {@link #tick} again and again; nothing here waits.
 */
public final class GameClient implements TickLoop.Game, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final MessageClientEndpoint messages;
  private final MessageTick datagrams;
  private final String name;
  private final Steering steering;
  private final View view = new View();
  private Optional<Talk> talk = Optional.empty();

  /** The channels, once the server has accepted. */
  private record Talk(
      TypedChannel<FromPlayer> moves,
      TypedChannel<FromPlayer> news,
      TypedChannel<FromServer> places,
      TypedChannel<FromServer> events) {
    private static Talk over(MessageEndpoint endpoint) {
      return new Talk(
          TypedChannel.of(endpoint, GameChannels.MOVES, GameChannels.FROM_PLAYER),
          TypedChannel.of(endpoint, GameChannels.NEWS, GameChannels.FROM_PLAYER),
          TypedChannel.of(endpoint, GameChannels.MOVES, GameChannels.FROM_SERVER),
          TypedChannel.of(endpoint, GameChannels.NEWS, GameChannels.FROM_SERVER));
    }
  }

  /**
   * Begins to ask for a seat.
   *
   * @param socket connected to the server; closed with the game
   * @param name what others see
   * @param steering says where to go
   * @throws IOException if the socket is closed
   */
  public GameClient(DatagramConnector socket, String name, Steering steering) throws IOException {
    this.name = name;
    this.steering = steering;
    var config = MessageClientConfig.of(GameChannels.CONFIG).handshakeTimeout(PATIENCE);
    this.messages = MessageClientEndpoint.of(config, System.nanoTime());
    this.datagrams = MessageTick.of(messages, socket);
  }

  /**
   * Whether a player can have a name.
   *
   * @param name any text
   * @return false if it is too long, or not plain text
   */
  public static boolean isName(String name) {
    return !name.isBlank() && PlainText.of(name, FromPlayer.NAME_LENGTH).equals(name);
  }

  /**
   * Fails if the player never took part.
   *
   * @throws IOException if the server has not answered
   */
  public void ensureJoined() throws IOException {
    if (talk.isEmpty()) {
      throw new IOException("the game is over: no server has answered");
    }
  }

  /**
   * What the player knows.
   *
   * @return the same at each call
   */
  public View view() {
    return view;
  }

  @Override
  public boolean tick(long nowNanos) throws IOException {
    datagrams.receive(nowNanos);
    var ended = messages.ended();
    if (ended.isPresent()) {
      throw new IOException("the game is over: " + Ending.words(ended.get()));
    }
    join();
    boolean isOn = talk.isEmpty() || play(talk.get());
    datagrams.send(nowNanos);
    return isOn;
  }

  private void join() throws IOException {
    if (talk.isEmpty() && messages.endpoint().isPresent()) {
      talk = messages.endpoint().map(Talk::over);
      talk.get().news.send(new FromPlayer.Join(name));
    }
  }

  private boolean play(Talk channels) throws IOException {
    channels.events.drain(view::learn);
    channels.places.drain(view::learn);
    var wish = steering.next(view);
    channels.moves.trySend(new FromPlayer.Steer(wish.direction()));
    if (wish.line().isPresent()) {
      channels.news.trySend(new FromPlayer.Say(wish.line().get()));
    }
    return !wish.isOver();
  }

  @Override
  public void beginEnd(long nowNanos) {
    messages.close(DisconnectReason.NORMAL, nowNanos);
  }

  @Override
  public boolean endTick(long nowNanos) throws IOException {
    datagrams.receive(nowNanos);
    datagrams.send(nowNanos);
    return messages.nextDeadline() != Long.MAX_VALUE;
  }

  @Override
  public String statusLine(long nowNanos) {
    var stats = messages.endpoint().map(endpoint -> StatusLine.of(endpoint.stats(nowNanos)));
    return "score %d, %d players, %s"
        .formatted(view.ownScore(), view.players().size(), stats.orElse("not connected"));
  }

  @Override
  public void close() {
    datagrams.close();
  }
}
