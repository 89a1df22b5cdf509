// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.io.IOException;
import java.util.Optional;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.DatagramConnector;
import org.packetloom.examples.message.ClientPort;
import org.packetloom.examples.message.Ending;
import org.packetloom.examples.message.StatusLine;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.TypedChannel;

/**
 * A player's side of the game. One thread calls {@link #tick} again and again; nothing here waits.
 */
public final class GameClient implements TickLoop.Game {
  private final MessageClientEndpoint messages;
  private final ClientPort port;
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
   * @param socket connected to the server; belongs to the caller
   * @param name what others see
   * @param steering says where to go
   */
  public GameClient(DatagramConnector socket, String name, Steering steering) {
    this.name = name;
    this.steering = steering;
    this.messages =
        MessageClientEndpoint.of(MessageClientConfig.of(GameChannels.CONFIG), System.nanoTime());
    this.port = ClientPort.of(socket, messages);
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
   * What the player knows.
   *
   * @return the same at each call
   */
  public View view() {
    return view;
  }

  @Override
  public boolean tick(long nowNanos) throws IOException {
    port.receiveAll(nowNanos);
    var ended = messages.ended();
    if (ended.isPresent()) {
      throw new IOException("the game is over: " + Ending.words(ended.get()));
    }
    join();
    boolean isOn = talk.isEmpty() || play(talk.get());
    port.transmitAll(nowNanos);
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
    try {
      port.receiveAll(nowNanos);
      port.transmitAll(nowNanos);
      return messages.nextDeadline() != Long.MAX_VALUE;
    } catch (ConnectionRefusedException _) {
      return false; // the server has heard it, and gone
    }
  }

  @Override
  public String statusLine(long nowNanos) {
    var stats = messages.endpoint().map(endpoint -> StatusLine.of(endpoint.stats(nowNanos)));
    return "score %d, %d players, %s"
        .formatted(view.ownScore(), view.players().size(), stats.orElse("not connected"));
  }
}
