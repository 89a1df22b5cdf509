// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.nio.channels.spi.SelectorProvider;

/** Control: the JDK's own channels. */
public final class JdkChannels implements Channels {
  @Override
  public SelectorProvider provider() {
    return SelectorProvider.provider();
  }

  @Override
  public boolean waitsNatively(StackTraceElement[] stack) {
    return stack.length > 0
        && stack[0].isNativeMethod()
        && stack[0].getClassName().startsWith("sun.nio.ch.");
  }

  @Override
  public boolean writesFullyOnVirtualThreads() {
    return false;
  }

  @Override
  public boolean gathersAnyNumberOfBuffers() {
    return false;
  }

  @Override
  public boolean hasUnixDatagrams() {
    return false;
  }

  @Override
  public boolean waitsForRoomInUnixQueues() {
    return false;
  }

  @Override
  public void close() {}
}
