import { useEffect, useState } from 'react'

/** An address for something in this page's memory, as long as it is looked at. */
export function useObjectUrl(blob: Blob): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const own = URL.createObjectURL(blob)
    setUrl(own)
    return () => URL.revokeObjectURL(own)
  }, [blob])
  return url
}
