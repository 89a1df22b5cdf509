// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.ExportOption;
import org.packetloom.InterruptPolicy;
import org.packetloom.RawOption;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.Transfer;
import org.packetloom.proxy.ProxyHeader;
import org.packetloom.runtime.OptionRow.Scope;

/** What streams and listeners over descriptors have in common: names, options, policy. */
abstract class DescriptorConnector implements Connector {
  private static final String EXPORT = "export";

  final Opening opening;
  private final OptionTable options;

  /** When last asked, null if never; anybody writes. */
  private volatile @Nullable Set<SocketOption<?>> missingOptions;

  /** What the toolkit and the handles know of it. */
  final OpenConnector entry;

  /** What a proxy has told, null unless one has; written by any thread. */
  private volatile @Nullable ProxyHeader proxyHeader;

  DescriptorConnector(Opening opening, ConnectorUri uri, OptionTable options) {
    this.opening = opening;
    this.options = options;
    this.entry = new OpenConnector(this, opening, uri);
  }

  /** What is done to a fresh connector before its opener sees it. */
  @FunctionalInterface
  interface Preparation<C> {
    void prepare(C connector) throws IOException;
  }

  /**
   * Opens a connector: the toolkit knows it from now on, so that closing the toolkit ends a connect
   * that is in progress too; its descriptor stays open until it is prepared; and it is closed if
   * that fails.
   */
  static <C extends DescriptorConnector> C open(C connector, Preparation<C> preparation)
      throws IOException {
    try {
      connector.handle().enter("open");
      try {
        connector.begun();
        connector.begin();
        preparation.prepare(connector);
        return connector;
      } finally {
        connector.handle().leave();
      }
    } catch (Throwable e) {
      connector.close();
      throw e;
    }
  }

  /** The handle whose descriptor has addresses and options. */
  abstract Handle handle();

  /** All handles: one, or one to read from and one to write to. */
  List<Handle> handles() {
    return List.of(handle());
  }

  /** The toolkit knows it from now on, or closes it and throws. */
  final void begun() throws IOException {
    entry.over(handle(), writingHandle());
    opening.loom().connectors().add(entry);
  }

  /** A read, or an accept, was attempted before anybody waited. */
  void hasTriedToRead(boolean hasFound) {
    opening.firstReads().ifPresent(reads -> reads.note(hasFound));
  }

  /** What this kind of connector needs before anything else. */
  void begin() throws IOException {}

  /** The handle that is written to, if there is one. */
  Handle writingHandle() {
    return handle();
  }

  @Override
  public final boolean awaitReadable(Deadline deadline) throws IOException {
    String operation = "await readable";
    if (hasKept()) {
      handle().ensureOpen(operation, Transfer.READ);
      return true;
    }
    return ReadyWait.await(handle(), opening.engine(), Transfer.READ, operation, deadline);
  }

  @Override
  public final boolean awaitWritable(Deadline deadline) throws IOException {
    String operation = "await writable";
    return ReadyWait.await(writingHandle(), opening.engine(), Transfer.WRITE, operation, deadline);
  }

  /** Whether bytes were read beforehand that the next read gets, and that nobody has looked at. */
  boolean hasKept() {
    return false;
  }

  /** Others may hold the same open files. */
  void shareHandles() {
    handle().share();
  }

  @Override
  public final int exportDescriptor(ExportOption... options) throws IOException {
    List<ExportOption> chosen = List.of(options);
    boolean isHandedOver = chosen.contains(ExportOption.HAND_OVER);
    boolean isBlocking = chosen.contains(ExportOption.BLOCKING);
    if (isBlocking && !isHandedOver) {
      throw new IllegalArgumentException("BLOCKING without HAND_OVER: this connector needs it not");
    }
    Handle handle = exportable();
    handle.enter(EXPORT);
    try {
      shareUnread(handle, EXPORT);
      if (!isHandedOver) {
        int result = opening.engine().platform().foreign().duplicate(handle.descriptor());
        return opening.failures().ensure(EXPORT, endpoints(Transfer.READ), result);
      }
    } finally {
      handle.leave();
    }
    return handOver(handle, isBlocking);
  }

  /** The handle whose descriptor stands for all of this; throws if there is none. */
  Handle exportable() throws IOException {
    return handle();
  }

  /** As {@link Handle#share}, for somebody who is to find all that was not read. */
  static void shareUnread(Handle handle, String operation) throws IOException {
    handle.share();
    int held = handle.transfer().held();
    if (held > 0) {
      throw new CapabilityException(
          operation + " " + handle,
          held + " bytes have been received that the new owner would miss",
          "read them first, they are there at once");
    }
  }

  private int handOver(Handle handle, boolean isBlocking) throws IOException {
    int descriptor = handle.giveAway(EXPORT);
    for (Handle other : handles()) {
      if (other != handle) {
        other.close();
      }
    }
    if (entry.belonging().orElse(null) instanceof SocketFile file) {
      file.leave();
    }
    entry.handedOver();
    if (isBlocking) {
      // cannot fail for a descriptor that is open, and the caller is to have it in any case
      int unused = opening.engine().platform().foreign().setBlocking(descriptor, true);
    }
    return descriptor;
  }

  /** Has something closed together with this connector, at once if that is closed already. */
  final void owns(Closeable thing) throws IOException {
    entry.owns(thing, false);
  }

  /** Names the connector anew, once more is known. */
  final void name(ConnectorUri uri, Optional<SocketAddress> local, Optional<SocketAddress> peer) {
    name(Names.of(uri, local, peer));
  }

  final void name(Names found) {
    entry.name(found);
  }

  /** Asks the system for the near end's address. */
  final Optional<SocketAddress> askLocalAddress() throws IOException {
    NativeAddress.Box box = new NativeAddress.Box();
    int result = opening.descriptors().localAddress(handle().descriptor(), box);
    opening.failures().ensure("name", uri().toString(), result);
    return Addresses.toPublic(box.address());
  }

  /** The same at any time; empty if it is closed, or the system does not say. */
  final Optional<SocketAddress> nearEndIfOpen() {
    if (!handle().tryEnter()) {
      return Optional.empty();
    }
    try {
      NativeAddress.Box box = new NativeAddress.Box();
      int result = opening.descriptors().localAddress(handle().descriptor(), box);
      return result < 0 ? Optional.empty() : Addresses.toPublic(box.address());
    } finally {
      handle().leave();
    }
  }

  /**
   * Does what the caller chose to a fresh socket, before it is bound or connected: options, then
   * hooks. Every scheme calls it for each socket that it opens.
   */
  final void prepare() throws IOException {
    apply(row -> row.scope() != Scope.CHOICE);
    if (!opening.settings().hooks().isEmpty()) {
      HookedSocket.run(opening.settings().hooks(), this);
      askLinger();
    }
  }

  /** Does what the caller chose to a socket that was accepted, as far as it is not inherited. */
  final void prepareAccepted() throws IOException {
    apply(row -> row.scope() == Scope.ACCEPTED);
  }

  private void apply(Predicate<OptionRow<?>> isFitting) throws IOException {
    Map<SocketOption<?>, Object> chosen = opening.settings().options();
    if (chosen.isEmpty()) {
      return; // as most often, and without an iterator for each connection
    }
    for (Map.Entry<SocketOption<?>, Object> entry : chosen.entrySet()) {
      OptionRow<?> row = options.row(entry.getKey());
      if (isFitting.test(row)) {
        set(row, entry.getValue());
      }
    }
  }

  private void set(OptionRow<?> row, Object value) throws IOException {
    row.set(
        opening.descriptors(),
        opening.failures(),
        endpoints(Transfer.READ),
        handle().descriptor(),
        value);
    if (row.option() == StandardSocketOptions.SO_LINGER) {
      handle().closeSlowly((Integer) value > 0);
    } else if (row.option() instanceof RawOption) {
      askLinger();
    }
  }

  /** Finds out whether closing may wait, after what nobody here has seen. */
  private void askLinger() throws IOException {
    long[] seconds = new long[1];
    int result =
        opening.descriptors().setting(handle().descriptor(), SocketSetting.LINGER, seconds);
    handle().closeSlowly(result == 0 && seconds[0] > 0); // what is no socket does not linger
  }

  @Override
  public final ConnectorUri uri() {
    return entry.uri();
  }

  @Override
  public final Optional<SocketAddress> localAddress() {
    Optional<SocketAddress> told = proxyHeader().flatMap(ProxyHeader::destination);
    return told.isPresent() ? told : entry.localAddress();
  }

  final Optional<SocketAddress> farAddress() {
    Optional<SocketAddress> told = proxyHeader().flatMap(ProxyHeader::source);
    return told.isPresent() ? told : entry.peerAddress();
  }

  final void takeOver(ProxyHeader header) {
    proxyHeader = header;
  }

  public final Optional<ProxyHeader> proxyHeader() {
    return Optional.ofNullable(proxyHeader);
  }

  @Override
  public final <T> T option(SocketOption<T> option) throws IOException {
    handle().enter("get " + option);
    try {
      Object value =
          options
              .ofOpen(option)
              .get(
                  opening.descriptors(),
                  opening.failures(),
                  endpoints(Transfer.READ),
                  handle().descriptor());
      return option.type().cast(value);
    } finally {
      handle().leave();
    }
  }

  final void setOption(SocketOption<?> option, Object value) throws IOException {
    handle().enter("set " + option);
    try {
      set(options.ofOpen(option), value);
    } finally {
      handle().leave();
    }
  }

  @Override
  public final Set<SocketOption<?>> supportedOptions() {
    Set<SocketOption<?>> known = options.supported(uri().scheme().endsWith("4"), isConnected());
    String operation = "options";
    try {
      handle().enter(operation);
    } catch (IOException _) {
      Set<SocketOption<?>> missing = missingOptions;
      return missing == null ? known : without(known, missing); // the system cannot be asked now
    }
    try {
      int descriptor = handle().descriptor();
      Set<SocketOption<?>> missing =
          known.stream()
              .filter(option -> !options.row(option).isThere(opening.descriptors(), descriptor))
              .collect(Collectors.toUnmodifiableSet());
      missingOptions = missing;
      return without(known, missing);
    } finally {
      handle().leave();
    }
  }

  private static Set<SocketOption<?>> without(
      Set<SocketOption<?>> known, Set<SocketOption<?>> missing) {
    return known.stream()
        .filter(option -> !missing.contains(option))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public final InterruptPolicy interruptPolicy() {
    return entry.interruptPolicy();
  }

  final void choose(InterruptPolicy changed) {
    entry.choose(changed);
  }

  /** Words the end points for messages about one direction. */
  public final String endpoints(int direction) {
    return entry.endpoints(direction);
  }

  @Override
  public final boolean isOpen() {
    return !handle().isClosed();
  }

  @Override
  public void close() throws IOException {
    try {
      entry.close();
    } finally {
      handle().close(); // what has not begun, no toolkit knows
      writingHandle().close();
    }
  }

  /** What a call in a direction does, in a word. */
  abstract String operation(int direction);

  @Override
  public String toString() {
    return endpoints(Transfer.WRITE);
  }
}
