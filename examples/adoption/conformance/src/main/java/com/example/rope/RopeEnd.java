// SPDX-License-Identifier: Apache-2.0
package com.example.rope;

import java.nio.ByteBuffer;
import org.packetloom.ConnectorUri;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.SchemeContext;

/** One end of two ropes. */
final class RopeEnd extends AbstractStream {
  private final Rope in;
  private final Rope out;

  RopeEnd(ConnectorUri uri, SchemeContext context, Rope in, Rope out) {
    super(uri, context);
    this.in = in;
    this.out = out;
    in.readable = this::readable;
    out.writable = this::writable;
  }

  @Override
  protected int take(ByteBuffer destination) {
    return in.take(destination);
  }

  @Override
  protected int put(ByteBuffer source) {
    return out.put(source);
  }

  @Override
  protected boolean isReadable() {
    return in.isReadable();
  }

  @Override
  protected boolean isWritable() {
    return out.isWritable();
  }

  @Override
  protected int available() {
    return in.available();
  }

  @Override
  protected void inputEnded() {
    in.readerLeaves();
  }

  @Override
  protected void outputEnded() {
    out.writerLeaves();
  }
}
