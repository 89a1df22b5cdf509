// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.Arrays;
import java.util.concurrent.ThreadFactory;
import org.packetloom.Packetloom;
import org.packetloom.nio.PacketloomSelectorProvider;
import org.packetloom.runtime.Looms;
import org.packetloom.suite.nio.Channels;

/** Ours, on a toolkit of its own. */
final class LoomChannels implements Channels {
  private final Packetloom loom;
  private final SelectorProvider provider;

  private LoomChannels(Packetloom loom) {
    this.loom = loom;
    this.provider = PacketloomSelectorProvider.of(loom);
  }

  /** With the settings that the toolkit chooses. */
  static LoomChannels open() throws IOException {
    return open("auto", "auto");
  }

  static LoomChannels open(String engine, String poller) throws IOException {
    return new LoomChannels(Looms.open(engine, poller));
  }

  @Override
  public SelectorProvider provider() {
    return provider;
  }

  /** Where the engine serves threads best. */
  @Override
  public ThreadFactory threads() {
    return loom.threadFactory();
  }

  /** Selectors wait in the poller itself; all else parks. */
  @Override
  public boolean waitsNatively(StackTraceElement[] stack) {
    return stack.length > 0
        && stack[0].getClassName().startsWith("org.packetloom.platform.")
        && Arrays.stream(stack).anyMatch(frame -> frame.getMethodName().equals("awaitHere"));
  }

  @Override
  public boolean writesFullyOnVirtualThreads() {
    return true;
  }

  @Override
  public boolean gathersAnyNumberOfBuffers() {
    return true;
  }

  @Override
  public boolean hasUnixDatagrams() {
    return true;
  }

  @Override
  public boolean waitsForRoomInUnixQueues() {
    return true;
  }

  @Override
  public void close() {
    loom.close();
  }
}
