// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.packetloom.DatagramConnector;
import org.packetloom.examples.game.FromServer.Joined;
import org.packetloom.examples.game.FromServer.Left;
import org.packetloom.examples.game.FromServer.Said;
import org.packetloom.examples.game.FromServer.Snapshot;
import org.packetloom.examples.game.FromServer.Welcome;
import org.packetloom.examples.message.StatusLine;
import org.packetloom.message.BackpressureException;
import org.packetloom.message.DecodeException;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.MessageServerEndpoint;
import org.packetloom.message.MessageTick;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerEvent;
import org.packetloom.message.SharedPayload;
import org.packetloom.message.TypedChannel;

/**
 * The side of the game that knows where everybody is. One thread calls {@link #tick} again and
 * again; nothing here waits.
 */
public final class GameServer implements TickLoop.Game, AutoCloseable {
  /** Codes that players are sent away with. */
  static final int BAD_MESSAGE = 1;

  static final int TOO_SLOW = 2;

  private static final int MOST_PLAYERS = 26;

  private final MessageServerEndpoint messages;
  private final MessageTick datagrams;
  private final Consumer<String> log;
  private final Field field = new Field(new Random());
  private long tick;
  private long now;

  /** A connection, and who plays over it once it has joined. */
  private static final class Seat {
    private final TypedChannel<FromServer> toPlayer;
    private final TypedChannel<FromPlayer> moves;
    private final TypedChannel<FromPlayer> news;
    private Optional<FromServer.Player> player = Optional.empty();

    private Seat(ServedPeer peer) {
      var endpoint = peer.endpoint();
      toPlayer = TypedChannel.of(endpoint, GameChannels.NEWS, GameChannels.FROM_SERVER);
      moves = TypedChannel.of(endpoint, GameChannels.MOVES, GameChannels.FROM_PLAYER);
      news = TypedChannel.of(endpoint, GameChannels.NEWS, GameChannels.FROM_PLAYER);
    }
  }

  /**
   * Prepares a game without players.
   *
   * @param socket where players are heard; closed with the game
   * @param log is told who comes and goes
   * @throws IOException if the socket is closed
   */
  public GameServer(DatagramConnector socket, Consumer<String> log) throws IOException {
    this.log = log;
    var config = MessageServerConfig.of(GameChannels.CONFIG).maxConnections(MOST_PLAYERS);
    this.messages = MessageServerEndpoint.of(config, System.nanoTime());
    this.datagrams = MessageTick.of(messages, socket);
  }

  @Override
  public boolean tick(long nowNanos) throws IOException {
    now = nowNanos;
    datagrams.receive(now);
    takeEvents();
    messages.drainActive(this::hear);
    for (var scored : field.step()) {
      tellAll(scored);
    }
    showPlaces();
    datagrams.send(now);
    tick++;
    return true;
  }

  private void takeEvents() {
    for (var event = messages.pollEvent(); event.isPresent(); event = messages.pollEvent()) {
      switch (event.get()) {
        case ServerEvent.Connected(var peer) -> peer.attach(new Seat(peer));
        case ServerEvent.Moved _ -> {} // the endpoint follows by itself
        case ServerEvent.Disconnected(var peer, var reason) ->
            peer.attachment(Seat.class).ifPresent(seat -> leave(seat, reason));
      }
    }
  }

  private void leave(Seat seat, DisconnectReason why) {
    if (seat.player.isPresent()) {
      var player = seat.player.get();
      seat.player = Optional.empty();
      log.accept(player.name() + " has left: " + why);
      field.remove(player.id());
      tellAll(new Left(player.id()));
    }
  }

  /** Takes what a player has sent. Whoever sends what no player would is sent away. */
  private void hear(ServedPeer peer) {
    var seat = peer.attachment(Seat.class);
    if (seat.isEmpty()) {
      return; // its event comes with the next tick
    }
    try {
      seat.get().news.drain(message -> obey(peer, seat.get(), message));
      seat.get().moves.drain(message -> obey(peer, seat.get(), message));
    } catch (DecodeException e) {
      log.accept("sent away: " + e.getMessage());
      peer.disconnect(BAD_MESSAGE, now);
    }
  }

  private void obey(ServedPeer peer, Seat seat, FromPlayer message) {
    switch (message) {
      case FromPlayer.Join(var name) when seat.player.isEmpty() -> join(peer, seat, name);
      case FromPlayer.Join _ -> peer.disconnect(BAD_MESSAGE, now);
      case FromPlayer.Say(var text) ->
          seat.player.ifPresent(player -> tellAll(new Said(player.id(), text)));
      case FromPlayer.Steer(var direction) ->
          seat.player.ifPresent(player -> field.steer(player.id(), direction));
    }
  }

  private void join(ServedPeer peer, Seat seat, String name) {
    var player = field.add(name);
    log.accept(name + " has joined from " + peer.address());
    tellAll(new Joined(player));
    seat.player = Optional.of(player);
    try {
      seat.toPlayer.send(new Welcome(player.id(), field.players(), field.coin()));
    } catch (IOException e) {
      peer.disconnect(TOO_SLOW, now);
    }
  }

  /** What nobody may miss: encoded once, and a player who cannot take it is sent away. */
  private void tellAll(FromServer news) {
    var payload = GameChannels.FROM_SERVER.toPayload(news);
    for (var peer : players()) {
      try {
        peer.endpoint().send(GameChannels.NEWS, payload);
      } catch (BackpressureException e) {
        peer.disconnect(TOO_SLOW, now);
      } catch (IOException e) {
        throw new IllegalStateException("larger than the channel takes: " + news, e);
      }
    }
  }

  /** What is old at the next tick: for those to whom it can leave at once. */
  private void showPlaces() throws IOException {
    var payload = GameChannels.FROM_SERVER.toPayload(new Snapshot(tick, field.places()));
    messages.send(GameChannels.MOVES, payload, ready(payload));
  }

  private List<ServedPeer> ready(SharedPayload payload) {
    return players().stream()
        .filter(peer -> peer.endpoint().sendBudget(now) >= payload.size())
        .toList();
  }

  private List<ServedPeer> players() {
    return messages.connections().stream()
        .filter(peer -> peer.attachment(Seat.class).flatMap(seat -> seat.player).isPresent())
        .toList();
  }

  @Override
  public void beginEnd(long nowNanos) {
    messages.close(nowNanos);
  }

  @Override
  public boolean endTick(long nowNanos) throws IOException {
    now = nowNanos;
    datagrams.receive(now);
    datagrams.send(now);
    return messages.nextDeadline() != Long.MAX_VALUE;
  }

  @Override
  public String statusLine(long nowNanos) {
    var seats = new ArrayList<String>();
    for (var peer : players()) {
      var player = peer.attachment(Seat.class).flatMap(seat -> seat.player).orElseThrow();
      seats.add(player.name() + " " + StatusLine.of(peer.endpoint().stats(nowNanos)));
    }
    return "tick %d, %d players%s"
        .formatted(tick, seats.size(), seats.isEmpty() ? "" : ": " + String.join("; ", seats));
  }

  @Override
  public void close() {
    datagrams.close();
  }
}
