import { Component, type ReactNode } from 'react';
import { messages } from '../messages.en.js';
import { Banner } from './banner.js';

/** A page that fails says so, instead of going blank. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <Banner tone="critical" isAlert>
        {messages.problems.unexpected}
      </Banner>
    );
  }
}
